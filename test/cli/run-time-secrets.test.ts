// One project with a secret in every place that a container or a build can print one from: what hullproof prints and keeps is searched for all of them.
import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { withStepsByName } from "../../src/facts/secrets/steps-by-name.ts";
import { withWordsByName } from "../../src/facts/secrets/words-by-name.ts";
import { readComposeWorkload } from "../../src/sources/compose/read-compose-workload.ts";
import { shownWorkload } from "../../src/secrets/env-by-name.ts";
import { sampleProfile } from "../emit/sample-profile.ts";
import { tinyImage } from "../images/tiny.ts";
import { long } from "../long.ts";
import { markerOf, runTimePlaces, secretProject } from "../secrets/run-time-places.ts";
import { cli, folderOf } from "./run-cli.ts";

const image = `hullproof-test-secrets-${process.pid}:1`;
const container = `hullproof-test-secrets-${process.pid}`;
const files = secretProject(image, tinyImage);
const places = runTimePlaces();
const markerAt = (place: string): string => places.get(place) ?? expect.unreachable(place);

let folder: Awaited<ReturnType<typeof folderOf>>;
let results: Awaited<ReturnType<typeof folderOf>>;
let values: Readonly<Record<string, string>>;
const docker = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  return stdout;
};

beforeAll(async () => {
  folder = await folderOf(files);
  results = await folderOf({});
  spawnSync("chmod", ["-R", "a+rX", folder.path]);
  const args = {
    BUILD_TOKEN: markerAt("build argument"),
    BUILD_FROM_ENV: markerAt(".env in a build argument"),
    HULL_TOKEN: markerAt("build argument of hullproof.yaml"),
  };
  const given = Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  docker("build", "--quiet", "--tag", image, ...given, folder.path);
}, 120_000);
afterAll(async () => {
  spawnSync("docker", ["rm", "--force", container]);
  spawnSync("docker", ["rmi", "--force", image]);
  await folder[Symbol.asyncDispose]();
  await results[Symbol.asyncDispose]();
}, 60_000);

/** The places whose markers are in a text, in the encodings that the container prints. */
function leaksIn(text: string, exceptions: readonly string[] = []): string[] {
  const plain = text.replaceAll(/[\r\n]/g, "");
  return [...places].flatMap(([place, marker]) => {
    const bytes = Buffer.from(marker);
    const forms = [marker, bytes.toString("base64").slice(0, -4), bytes.toString("hex")];
    return !exceptions.includes(place) && forms.some((form) => text.includes(form) || plain.includes(form))
      ? [place]
      : [];
  });
}

async function textsBelow(path: string): Promise<string> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const all = entries.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), "latin1"));
  return (await Promise.all(all)).join("\n");
}

/** Runs a verb with a cache of its own, and returns all that it printed, wrote beside `folder`, and kept. */
async function allOf(args: readonly string[], cwd = folder.path): Promise<{ code: number | null; text: string }> {
  await using own = await folderOf({ "cache/x": "", "out/x": "" });
  const out = (name: string) => join(own.path, "out", name);
  const formats = ["html", "markdown", "json"].flatMap((name) => ["--output", `${name}=${out(name)}`]);
  const named = args.includes("OUTPUTS") ? args.flatMap((one) => (one === "OUTPUTS" ? formats : [one])) : args;
  const env = { HULLPROOF_CACHE: join(own.path, "cache") };
  const { code, stdout, stderr } = await cli(named, { cwd, env });
  return { code, text: [stdout, stderr, await textsBelow(own.path)].join("\n") };
}

async function profileOfProject(): Promise<Profile> {
  const { workload: read } = await readComposeWorkload({
    files: ["compose.yaml"],
    cwd: folder.path,
    service: "web",
    env: {},
  });
  const workload: Workload = {
    ...read,
    ready: { kind: "http", port: 8080, path: "/cgi-bin/ask", status: 200 },
    readyTimeoutMs: 20_000,
    steps: [
      {
        kind: "http",
        name: "ask",
        port: 8080,
        method: "POST",
        path: `/cgi-bin/ask?access_token=${markerAt("query of a step")}`,
        headers: { authorization: `Bearer ${markerAt("header of a step")}` },
        body: `user=jane&password=${markerAt("body of a step")}`,
        status: 200,
        timeoutMs: 5000,
      },
      {
        kind: "exec",
        name: "env",
        command: ["sh", "-c", "env; cat /run/secrets/*; echo $*", "ask", "--token", markerAt("word of a step")],
        exitCode: 0,
      },
    ],
    stop: { timeoutMs: 5000, exitCodes: [0, 143] },
    restart: false,
    env: { ...read.env, HULL_API_KEY: markerAt("workload.env") },
    volumes: read.volumes ?? [],
    hidden: { ...read.hidden, HULL_TOKEN: markerAt("build argument of hullproof.yaml") },
  };
  const named = withStepsByName(withWordsByName(workload));
  const companions = named.companions?.map((one) => ({ ...one, env: one.env }));
  const whole = { ...named, ...(companions && { companions }) };
  values = {
    ...whole.env,
    ...whole.variables,
    ...whole.hidden,
    ...companions?.[0]?.env,
    ...companions?.[0]?.variables,
  };
  const { volumes } = whole;
  return {
    ...sampleProfile,
    image: { ...sampleProfile.image, name: image },
    workload: shownWorkload(whole),
    user: { uid: 0, gid: 0 },
    capabilities: { required: [], soft: [], unused: [] },
    readOnlyRootfs: false,
    tmpfs: [],
    volumes,
    sysctls: {},
    memoryBytes: 256 * 1024 * 1024,
    pids: 200,
    cpus: 2,
    ports: [8080],
  };
}

describe("values that may be secret", () => {
  it("has at least forty places in the project", () => {
    expect(places.size).toBeGreaterThanOrEqual(40);
    expect(new Set(places.values()).size).toBe(places.size);
    expect([...places.values()][0]).toBe(markerOf(1));
  });

  it("are in no profile, and in nothing that verify prints or keeps", async () => {
    const profile = await profileOfProject();
    const file = join(folder.path, "profile.json");
    await writeFile(file, JSON.stringify(profile));
    expect(leaksIn(JSON.stringify(profile))).toEqual([]);

    const bare = await allOf(["verify", file]);
    expect(bare.code).toBe(2);
    expect(bare.text).toContain("--env CMD_PW");
    expect(bare.text).toContain("--env-file FILE");
    expect(leaksIn(bare.text)).toEqual([]);

    const envFile = join(results.path, "values.env");
    await writeFile(
      envFile,
      Object.entries(values)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
    const run = await allOf(["verify", "--runs", "1", "--env-file", envFile, "--progress", "json", "OUTPUTS", file]);
    expect(run.text).toContain("[CMD_PW masked]");
    expect(run.text).toContain("[IMAGE_TOKEN masked]");
    expect(run.text).toContain("[db_password masked]");
    expect(run.code).not.toBe(2);
    expect(leaksIn(run.text)).toEqual([]);
  }, 120_000);

  it.each([
    "docker-run",
    "compose",
    "kubernetes",
    "kubernetes-patch",
    "quadlet",
    "podman-run",
    "seccomp-operator",
    "kyverno",
  ])(
    "are not in what emit prints for %s",
    async (dialect) => {
      const { text } = await allOf(["emit", join(folder.path, "profile.json"), "--to", dialect]);
      expect(leaksIn(text)).toEqual([]);
    },
    30_000,
  );

  it("are in no message of a build that fails, nor in its progress", async () => {
    await using other = await folderOf({
      ...files,
      Dockerfile: `${files["Dockerfile"] ?? ""}RUN echo "built with $BUILD_TOKEN $HULL_TOKEN $IMAGE_TOKEN" && exit 3\n`,
      "hullproof.yaml": `build: { args: { HULL_TOKEN: ${markerAt("build argument of hullproof.yaml")}, BUILD_TOKEN: ${markerAt("build argument")} } }\n`,
    });
    const { code, text } = await allOf(["harden", "--no-keep", "--progress", "json", "Dockerfile"], other.path);
    expect(code).toBe(2);
    expect(text).toContain("[HULL_TOKEN masked]");
    expect(leaksIn(text)).toEqual([]);
  }, 120_000);

  it("are not in a crash's last lines", async () => {
    await using other = await folderOf({
      "hullproof.yaml": `build: { args: { HULL_TOKEN: ${markerAt("build argument of hullproof.yaml")}, BUILD_TOKEN: ${markerAt("build argument")}, BUILD_FROM_ENV: ${markerAt(".env in a build argument")} } }
workload: { command: [crash, "--db-password=${markerAt("literal password of a command")}"], env: { API_TOKEN: ${markerAt("environment")} } }
`,
    });
    const { code, text } = await allOf(["learn", "--progress", "json", image], other.path);
    expect(code).toBe(2);
    expect(text).toContain("API_TOKEN masked]");
    expect(leaksIn(text)).toEqual([]);
  }, 60_000);

  it("are not in what audit and emit say of a container, nor in what inspect says of an image", async () => {
    const secret = `--db-password=${markerAt("literal password of a command")}`;
    docker("run", "--detach", "--name", container, "--env", `API_TOKEN=${markerAt("environment")}`, image, secret);
    // The name of an argument that says nothing of a secret: SECURITY.md.
    const unknown = [".env in a build argument"];
    for (const format of long ? ["json", "html", "markdown", "terminal"] : ["json", "terminal"]) {
      const { text } = await allOf(["audit", "--format", format, container]);
      expect(leaksIn(text, unknown), `audit ${format}`).toEqual([]);
      const inspected = await allOf(["inspect", "--format", format, image]);
      expect(leaksIn(inspected.text, unknown), `inspect ${format}`).toEqual([]);
    }
    for (const dialect of ["docker-run", "compose", "kubernetes", "quadlet"]) {
      const { text } = await allOf(["emit", `container:${container}`, "--to", dialect]);
      expect(leaksIn(text), `emit ${dialect}`).toEqual([]);
    }
  }, 120_000);

  it.runIf(long)(
    "are in nothing that harden leaves of the project but in copies of its own texts",
    async () => {
      const run = await allOf(["harden", "--service", "web", "--progress", "json", "OUTPUTS", "compose.yaml"]);
      expect(run.code).not.toBe(2);
      expect(run.text).toContain("[CMD_PW masked]");
      // What is applied is exact.
      const exact = new Set(["compose.yaml", "other.yaml", "compose.diff"]);
      const left = (await readdir(join(folder.path, ".hullproof"))).filter((name) => !exact.has(name));
      for (const name of left)
        expect(
          leaksIn(await readFile(join(folder.path, ".hullproof", name), "utf8"), ["extension field"]),
          name,
        ).toEqual([]);
      expect(leaksIn(run.text, ["extension field"])).toEqual([]);
    },
    900_000,
  );
});
