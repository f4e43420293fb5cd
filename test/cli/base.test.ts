// Base images out of a real registry on this machine: ranked by a real store, built on and run by a real engine.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BaseCandidate, BaseChoice } from "../../src/domain/image/base-choice.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { installed, realRegistry, type RealRegistry } from "../registry/real-registry.ts";
import { cli } from "./run-cli.ts";

const exec = promisify(execFile);
const docker = (...args: string[]) => exec("docker", args, { maxBuffer: 64 * 1024 * 1024 });
const ready = installed("docker-registry", "docker");

let folder = "";
let registry: RealRegistry;
const made: string[] = [];

interface StandIn {
  readonly tag: string;
  readonly debian: number;
  readonly python: string;
  readonly openssl: string;
  /** What the image lacks or has more than the tiny one. */
  readonly run?: string;
  readonly user?: string;
}

// 3.9 has ended; 3.13 has the old openssl; 3.12 is clean but lacks the web server that the application needs.
const standIns: readonly StandIn[] = [
  { tag: "3.9-slim", debian: 11, python: "3.9.2", openssl: "1.0-1" },
  { tag: "3.12-slim", debian: 13, python: "3.12.9", openssl: "3.5-2", run: "rm /bin/httpd" },
  { tag: "3.13-slim", debian: 13, python: "3.13.5", openssl: "3.5-2" },
  { tag: "3.13.1-slim", debian: 13, python: "3.13.1", openssl: "3.5-1" },
  { tag: "3.13", debian: 13, python: "3.13.5", openssl: "3.5-1", run: "dd if=/dev/urandom of=/big bs=1024 count=4000" },
];

const vulnerability = {
  schema_version: "1.6.0",
  id: "CVE-2026-11111",
  modified: "2026-03-01T00:00:00Z",
  published: "2026-03-01T00:00:00Z",
  summary: "A made-up vulnerability of openssl",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [
    {
      package: { ecosystem: "Debian:13", name: "openssl" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "3.5-2" }] }],
    },
  ],
};

beforeAll(async () => {
  if (!ready) return;
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  await ensureTinyImage(await connect());
  registry = await realRegistry(folder);
  for (const one of standIns) await push(one);
  const files: Record<string, string> = {
    "feed/CVE-2026-11111.json": JSON.stringify(vulnerability),
    "app/index.html": "hello from the application\n",
    "app/Dockerfile": `FROM ${registry.host}/python:3.9-slim\nCOPY index.html /var/index.html\nEXPOSE 8080\nCMD ["httpd", "-f", "-p", "8080", "-h", "/var"]\n`,
    "app/hullproof.yaml":
      "workload:\n  ready: { http: { port: 8080, path: /index.html } }\n  readyTimeout: 5s\n  steps:\n    - { name: page, http: { port: 8080, path: /index.html, body: application } }\n  stop: { signal: SIGKILL, exitCodes: [137] }\n  load: { clients: 2, for: 200ms }\n  restart: false\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const built = await hullproof("advisories", "build", join(folder, "feed"));
  expect(built.code, built.stderr).toBe(0);
});

afterAll(async () => {
  if (!ready) return;
  for (const tag of made) await docker("image", "rm", tag).catch(() => undefined);
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function push({ tag, debian, python, openssl, run, user }: StandIn): Promise<void> {
  const status = [
    ["base-files", `${debian}`, "base-files"],
    ["libc6", "2.41-12", "glibc"],
    ["libssl3", openssl, "openssl"],
    [`python${python.split(".").slice(0, 2).join(".")}`, `${python}-1`, "python"],
  ].map(
    ([name, version, source]) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nSource: ${source}\nVersion: ${version}\n`,
  );
  const release = `ID=debian\nVERSION_ID="${debian}"\nPRETTY_NAME="Debian GNU/Linux ${debian}"\n`;
  const place = join(folder, `base-${tag}`);
  await mkdir(place);
  await writeFile(join(place, "status"), status.join("\n"));
  await writeFile(join(place, "os-release"), release);
  await writeFile(
    join(place, "Dockerfile"),
    [
      `FROM ${tinyImage}`,
      "COPY status /var/lib/dpkg/status",
      "COPY os-release /etc/os-release",
      ...(run === undefined ? [] : [`RUN ${run}`]),
      ...(user === undefined ? [] : [`USER ${user}`]),
      "",
    ].join("\n"),
  );
  const name = `${registry.host}/python:${tag}`;
  made.push(name);
  await docker("build", "--quiet", "--tag", name, place);
  await docker("push", "--quiet", name);
  // The registry has it now; the engine has to pull it as any other.
  await docker("image", "rm", name);
}

function hullproof(...args: string[]) {
  return hullproofIn({}, ...args);
}

function hullproofIn(env: Record<string, string>, ...args: string[]) {
  const usual = { HULLPROOF_DATA: join(folder, "data"), HULLPROOF_CACHE: join(folder, "cache") };
  return cli(args, { cwd: folder, env: { ...usual, ...env } });
}

async function choose(
  first: string,
  ...more: readonly (string | Record<string, string>)[]
): Promise<{ choice: BaseChoice; code: number | null; text: string }> {
  const env = Object.assign({}, ...more.filter((one) => typeof one === "object")) as Record<string, string>;
  const args = [first, ...more.filter((one) => typeof one === "string")];
  const { code, stdout, stderr } = await hullproofIn(env, "base", "--format", "json", ...args);
  const report = JSON.parse(stdout === "" ? "{}" : stdout) as Report;
  if (report.bases === undefined) throw new Error(stderr);
  return { choice: report.bases, code, text: stdout };
}

const named = (choice: BaseChoice, tag: string): BaseCandidate => {
  const found = choice.candidates.find(({ name }) => name === `${registry.host}/python:${tag}`);
  if (found === undefined)
    throw new Error(`${tag} is not among ${choice.candidates.map(({ name }) => name).join(", ")}`);
  return found;
};

describe.skipIf(!ready)("hullproof base, with docker-registry and an engine (left out where they are missing)", () => {
  it("ranks what the registry has, reads it without pulling, and knows each one's life", async () => {
    const { choice, code } = await choose(`${registry.host}/python`);
    expect(code).toBe(0);
    const tags = choice.candidates.map(({ name }) => name.split(":").at(-1));
    // 3.9 has had its last day, 3.13.1 is an earlier build of a line.
    expect(tags).toEqual(["3.12-slim", "3.13-slim", "3.13"]);
    expect(named(choice, "3.13").vulnerabilities).toMatchObject({ severities: { critical: 1 }, fixable: 1 });
    expect(named(choice, "3.13-slim").vulnerabilities).toMatchObject({ severities: { critical: 0 } });
    expect(named(choice, "3.13-slim")).toMatchObject({
      libc: "glibc",
      runtimes: ["Python 3.13.5"],
      os: "Debian GNU/Linux 13",
      user: "root",
      shell: true,
    });
    expect(
      named(choice, "3.13-slim")
        .life?.builds.map(({ name }) => name.split(":").at(-1))
        .sort(),
    ).toEqual(["3.13-slim", "3.13.1-slim"]);
    const { stdout } = await docker("images", "--format", "{{.Repository}}");
    expect(stdout).not.toContain(registry.host);
    for (const { points, parts } of choice.candidates)
      expect(points).toBeCloseTo(
        parts.reduce((sum, part) => sum + part.points, 0),
        1,
      );
  });

  it("gives equal bytes, and says that vulnerabilities are unknown where there are no advisories", async () => {
    const [one, two] = [await choose(`${registry.host}/python`), await choose(`${registry.host}/python`)];
    expect(two.text).toBe(one.text);
    const { choice } = await choose(`${registry.host}/python`, { HULLPROOF_DATA: join(folder, "nothing") });
    for (const { vulnerabilities } of choice.candidates) expect(vulnerabilities).toHaveProperty("missing");
    expect(choice.reason).toContain("vulnerabilities are not known");
  });

  it("moves a Dockerfile only to a base on which the application passes", async () => {
    const before = await readFile(join(folder, "app/Dockerfile"), "utf8");
    const { choice, code } = await choose("--prove", "app");
    expect(code).toBe(0);
    expect(named(choice, "3.9-slim")).toMatchObject({ inUse: true, proof: { verdict: "passes" } });
    expect(named(choice, "3.9-slim").lifeCycles.map(({ ended }) => ended)).toContain(true);
    // The one with the fewest points has no web server.
    expect(named(choice, "3.12-slim").proof?.verdict).toBe("breaks");
    expect(named(choice, "3.13-slim").proof?.verdict).toBe("passes");
    expect(choice.recommended).toBe(`${registry.host}/python:3.13-slim`);
    expect(named(choice, "3.13-slim").changes.map(({ kind }) => kind)).toContain("major");
    expect(choice.candidates.at(-1)?.proof?.verdict).toBe("breaks");
    const { digest } = named(choice, "3.13-slim");
    expect(choice.pin?.diff).toContain(`+FROM ${registry.host}/python:3.13-slim@${digest}`);
    expect(await readFile(join(folder, "app/Dockerfile"), "utf8")).toBe(before);
    // The pinned name is what a registry answers to.
    await docker("pull", "--quiet", choice.pin?.from ?? "");
    await docker("image", "rm", choice.pin?.from ?? "");
  });

  it("shows it to people, and ends with 1 when there is nothing to recommend", async () => {
    const { stdout, code } = await hullproof("base", "app");
    expect(stdout).toContain("Base images from");
    expect(stdout).toMatch(/Python 3\.9 has had no fixes since 2025-10-31/);
    // Every supported one changes Python's release, and nothing was proven.
    expect(code).toBe(1);
    expect(stdout).toContain("--prove");
  });

  it.each([
    [["127.0.0.1:1/python:3.13"], /127\.0\.0\.1:1/],
    [["--prove", "python"], /--prove builds a Dockerfile/],
    [["./missing/Dockerfile"], /does not exist/],
    [["--limit", "many", "python"], /not a whole number/],
  ])("%j is refused with a hint", async (args, message) => {
    const { code, stderr } = await hullproof("base", ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
