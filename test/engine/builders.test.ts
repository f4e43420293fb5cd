// Builds without buildx, as on Debian 12: the plug-in is hidden in a mount namespace of the test's own.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ownRuns } from "../cli/own-runs.ts";
import { program } from "../cli/program.ts";
import { folderOf } from "../cli/run-cli.ts";
import { tinyImage } from "../images/tiny.ts";
import { imagesWithStep } from "./images-with-step.ts";
import { long } from "../long.ts";

const runs = ownRuns();
afterAll(async () => {
  expect((await runs.runs()).length).toBeGreaterThan(0);
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

const plugins = ["lib", "libexec"].flatMap((name) => [
  `/usr/local/${name}/docker/cli-plugins`,
  `/usr/${name}/docker/cli-plugins`,
]);
const hidden = plugins.map((folder) => `[ ! -d ${folder} ] || mount -t tmpfs none ${folder}`).join(" && ");

/** The command line where no plug-in is, and `docker` is the given one. */
async function without(args: readonly string[], cwd: string, docker?: string) {
  using home = mkdtempDisposableSync(join(tmpdir(), "hullproof-test-"));
  const bin = join(home.path, "bin");
  mkdirSync(bin);
  if (docker !== undefined) writeFileSync(join(bin, "docker"), docker, { mode: 0o755 });
  const call = [`${hidden} && exec "$@"`, "sh", process.execPath, program, ...args];
  const env = { ...process.env, ...runs.env, NO_COLOR: "1", HOME: home.path, PATH: `${bin}:${process.env["PATH"]}` };
  const child = spawn("unshare", ["--mount", "sh", "-c", ...call], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

/** What Docker 23 and newer have in its place, which builds nothing by itself: that of 20.10 would. */
const newDocker = "#!/bin/sh\necho 'Docker version 26.1.5, build a72d7cd'\n";
const marker = `built-by-${process.pid}`;
const proven = ["fix", "--proven", "--no-measure", "--progress", "plain", "--format", "json"];
const dockerfile = [
  `ARG BASE=${tinyImage}`,
  "FROM ${BASE} AS build",
  `RUN mkdir /made && echo ${marker} > /made/word`,
  "FROM ${BASE}",
  "COPY --from=build /made /made",
  "ADD app /app",
  "RUN chown -R 1000:1000 /app",
  "USER 1000:1000",
  'CMD ["cat", "/made/word", "/app/one"]',
  "",
].join("\n");
const files = { Dockerfile: dockerfile, "app/one": "one\n", ".dockerignore": "notes\n", notes: "no" };

describe.runIf(process.platform === "linux" && process.getuid?.() === 0)("without buildx", () => {
  test.runIf(long)("the engine's build endpoint builds, and it is said what is less", async () => {
    await using folder = await folderOf(files);
    const { code, stdout, stderr } = await without(proven, folder.path, newDocker);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("the engine's legacy builder") });
    const [file] = (JSON.parse(stdout) as { files: { fixes: { rule: string; outcome: string }[] }[] }).files;
    expect(await imagesWithStep(await connect(), marker)).toEqual([]);
    expect(file?.fixes).toContainEqual(
      expect.objectContaining({ rule: "layers/chown-after-copy", outcome: "applied" }),
    );
  });

  test("what it can't do is refused with its line, before anything is built", async () => {
    await using folder = await folderOf({
      ...files,
      Dockerfile: `${dockerfile}RUN --mount=type=cache,target=/c true\n`,
    });
    const { code, stderr } = await without(proven, folder.path, newDocker);
    expect(code).toBe(2);
    expect(stderr).toContain("Dockerfile:10: the engine's legacy builder can't do RUN --mount.");
    expect(stderr).not.toContain("Step 1");
  });

  test("a step that fails is named with its line and its last words, and leaves no image", async () => {
    const failing = dockerfile.replace("USER 1000:1000", "RUN echo last words && false\nUSER 1000:1000");
    await using folder = await folderOf({ ...files, Dockerfile: failing });
    const { code, stderr } = await without(proven, folder.path, newDocker);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Dockerfile:8 failed at: RUN echo last words && false/);
    expect(stderr).toContain("  last words");
    expect(await imagesWithStep(await connect(), marker)).toEqual([]);
  });

  test("a docker command with a BuildKit of its own is asked first, in words that one has", async () => {
    // Its place is taken by a program that says how it was called.
    const docker = `#!/bin/sh\n[ "$1" = --version ] && { echo 'Docker version 20.10.24+dfsg1, build 297e128'; exit 0; }\necho "called with DOCKER_BUILDKIT=$DOCKER_BUILDKIT $*" >&2\nexit 1\n`;
    await using folder = await folderOf(files);
    const { code, stderr } = await without(proven, folder.path, docker);
    expect(code).toBe(2);
    expect(stderr).toContain("called with DOCKER_BUILDKIT=1");
    expect(stderr).toContain("the docker command's own BuildKit");
    expect(stderr).not.toMatch(/--build-context|--provenance|rawjson/);
  });
});
