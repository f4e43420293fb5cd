// The main job on the two examples, on a real engine, as a user starts it.
import { readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { removeTag } from "../../src/sources/engine/images/images.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { ensureBases, exampleBases } from "../images/bases.ts";
import { ownRuns } from "./own-runs.ts";
import { cli as anyCli, folderOf, root, type CliOptions } from "./run-cli.ts";

let engine: Engine;
const runs = ownRuns();
const cli = (args: readonly string[], options: CliOptions = {}) => anyCli(args, { ...options, env: runs.env });
const tag = `hullproof-test/app-python:${process.pid}`;
const results = await folderOf({});

beforeAll(async () => {
  engine = await connect();
  await ensureBases([...exampleBases.python, ...exampleBases.typescript], () => {});
});

afterAll(async () => {
  await removeTag(engine, tag);
  await results[Symbol.asyncDispose]();
  expect((await runs.runs()).length).toBeGreaterThan(0);
  expect(await runs.left(engine)).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

async function harden(example: string, ...more: string[]): Promise<{ report: Report; folder: string; stdout: string }> {
  const folder = join(results.path, example);
  const dockerfile = readFileSync(join(root, "examples", example, "Dockerfile"), "utf8");
  const { code, stdout, stderr } = await cli([
    "harden",
    "--folder",
    folder,
    "--progress",
    "plain",
    "--config",
    `examples/${example}/hullproof.yaml`,
    ...more,
    `examples/${example}`,
  ]);
  expect(stderr).not.toContain("hullproof:");
  expect(code, stdout.slice(-3000)).toBe(0);
  expect(readFileSync(join(root, "examples", example, "Dockerfile"), "utf8")).toBe(dockerfile);
  return { report: JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report, folder, stdout };
}

// Both at once, as two users of one machine would: most of the time is spent waiting for containers.
let both: ReturnType<typeof hardenBoth>;
const hardenBoth = () => ({
  "app-python": harden("app-python", "--tag", tag),
  "app-typescript": harden("app-typescript"),
});

describe.each(["app-python", "app-typescript"] as const)("harden examples/%s", (example) => {
  let hardened: Awaited<ReturnType<typeof harden>>;
  beforeAll(async () => {
    both ??= hardenBoth();
    await Promise.allSettled(Object.values(both));
    hardened = await both[example];
    // Two builds and two learns, beside another file's: more than the usual limit on a slow machine.
  }, 900_000);

  it("proves that the hardened container behaves as the original, with no capability left", () => {
    const { proof, harden: result } = hardened.report;
    expect(result?.verify.verdict).toBe("holds");
    expect(proof?.proofs.every(({ verdict }) => verdict === "holds")).toBe(true);
    expect(proof?.profile.capabilities.required).toEqual([]);
    expect(proof?.profile).toMatchObject({ noNewPrivileges: true, readOnlyRootfs: true });
    expect(proof?.profile.user.uid).toBeGreaterThan(0);
    expect(proof?.before).toMatchObject({ capabilities: 14, readOnlyRootfs: false });
    expect(proof?.after).toMatchObject({ capabilities: 0, readOnlyRootfs: true });
    for (const limit of ["memoryBytes", "cpus", "pids"] as const) expect(proof?.after?.[limit]).toBeGreaterThan(0);
  });

  it("is smaller, has fewer layers and less waste; safe fixes change nothing that they did not declare", () => {
    const { proof, harden: result } = hardened.report;
    const [old, now] = [proof?.before, proof?.after];
    if (old === undefined || now === undefined) throw new Error("no snapshots");
    expect(now.sizeBytes).toBeLessThan(old.sizeBytes);
    expect(now.layers).toBeLessThan(old.layers);
    expect(now.wastedBytes).toBeLessThan(old.wastedBytes / 10);
    expect(result?.undeclared).toEqual([]);
    // Two equal builds are never byte for byte the same: apt and ldconfig write times.
    expect(result?.noise).toContain("/var/log/apt/history.log");
  });

  it("every path that stays writable has a witness among the trials that broke", () => {
    const { proof } = hardened.report;
    for (const { path } of proof?.profile.tmpfs ?? []) {
      const witness = proof?.witnesses.find(({ field, value }) => field === "tmpfs" && value === path);
      const broke =
        proof?.trials.filter(({ id, outcome }) => outcome === "breaks" && witness?.trials.includes(id)) ?? [];
      // One alone decides where chance is impossible.
      expect(broke.length, path).toBeGreaterThanOrEqual(1);
    }
    const ids = proof?.trials.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("joins the original's waste to lines of its Dockerfile, and reads its packages", () => {
    const { report } = hardened;
    const waste = report.findings.find(
      ({ rule, target }) => rule === "layers/wasted-bytes" && target === "image: original",
    );
    expect(waste?.evidence.some((one) => one.kind === "layer" && (one.line ?? 0) > 0)).toBe(true);
    expect(report.image?.packages.some(({ purl }) => purl.startsWith("pkg:deb/debian/"))).toBe(true);
  });

  it("writes all its files, and shows the table", async () => {
    expect((await readdir(hardened.folder)).sort()).toEqual([
      "Dockerfile",
      "compose.yaml",
      "docker-run.sh",
      "fix.diff",
      "profile.json",
      "report.html",
      "report.json",
      // Where this machine can trace system calls.
      ...(hardened.report.proof?.profile.seccomp === undefined ? [] : ["seccomp.json"]),
    ]);
    expect(hardened.stdout).toMatch(/Capabilities\s+14\s+0/);
    expect(readFileSync(join(hardened.folder, "docker-run.sh"), "utf8")).toContain("--cap-drop ALL");
  });
});

describe("a fix that breaks the container", () => {
  // Writes beside itself at its start, which only root may; stops as it should, but its shell does not pass the signal on.
  const files = {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /srv\nADD serve.py .\nEXPOSE 8080\nCMD python serve.py\n",
    "serve.py": [
      "import http.server, signal, sys",
      "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))",
      'open("/srv/started", "w").close()',
      'http.server.HTTPServer(("", 8080), http.server.SimpleHTTPRequestHandler).serve_forever()',
    ].join("\n"),
    "hullproof.yaml":
      "mirrors: { python:3.13-slim: hullproof-stand-in/python:trixie }\nworkload:\n  ready: { http: { port: 8080, path: /serve.py } }\n  stop: { timeout: 2s, exitCodes: [0] }\n",
  };

  it("is dropped with what it broke, the others are kept, and what remains is proven and told", async () => {
    await using project = await folderOf(files);
    const { code, stdout, stderr } = await cli(["harden", "--format", "json", "--config", "hullproof.yaml"], {
      cwd: project.path,
    });
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout) as Report;
    const fixes = Object.fromEntries(report.harden?.fixes.map((fix) => [fix.rule, fix]) ?? []);
    expect(fixes["non-root/no-user"]).toMatchObject({ outcome: "dropped" });
    expect(fixes["non-root/no-user"]?.reason).toContain("Permission denied");
    expect(fixes["build/shell-form-cmd"]).toMatchObject({ outcome: "applied" });
    expect(fixes["build/add-instead-of-copy"]).toMatchObject({ outcome: "applied" });
    expect(report.harden?.verify.verdict).toBe("holds");
    expect(
      report.findings.some(({ rule, target }) => rule === "non-root/no-user" && target.includes(".hullproof")),
    ).toBe(true);
    expect(report.proof?.profile.capabilities.required).toEqual([]);
    // Read-only root and a file in a folder of the image: the folder cannot become an empty tmpfs, and that is told.
    const written = report.proof?.profile.tmpfs.map(({ path }) => path) ?? [];
    expect(written.includes("/srv")).toBe(false);
    // The original is killed at its stop, the hardened one ends by itself.
    expect(report.proof?.trials[0]).toMatchObject({ outcome: "breaks" });
    expect(report.proof?.trials.at(-1)?.lives.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  }, 600_000);
});

describe("verify", () => {
  const profileFile = join(results.path, "app-python", "profile.json");

  it("holds for the profile that was learned", async () => {
    const { code, stdout } = await cli(["verify", "--image", tag, profileFile]);
    expect(code, stdout).toBe(0);
  });

  it("breaks for a profile that lacks a needed writable path, and names it", async () => {
    const profile = JSON.parse(readFileSync(profileFile, "utf8")) as Profile;
    const [needed] = profile.tmpfs;
    if (needed === undefined) throw new Error("the example needs a writable path");
    const broken = join(results.path, "broken.json");
    writeFileSync(broken, JSON.stringify({ ...profile, tmpfs: profile.tmpfs.slice(1) }));
    const { code, stdout } = await cli(["verify", "--format", "json", "--image", tag, broken]);
    expect(code).toBe(1);
    const proof = (JSON.parse(stdout) as Report).proof?.proofs[0];
    expect(proof?.verdict).toBe("breaks");
    expect(`${proof?.culprit} ${proof?.detail}`).toContain(needed.path);
  });
});
