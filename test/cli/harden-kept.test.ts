// What `hullproof harden` writes works as it is: the image that it names stays.
import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { long } from "../long.ts";
import { containersOf } from "../../src/sources/engine/containers/containers-of.ts";
import { removeContainer } from "../../src/sources/engine/session/orphaned-resources.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage, removeTag } from "../../src/sources/engine/images/images.ts";
import { tinyImage } from "../images/tiny.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf } from "./run-cli.ts";

const runs = ownRuns();
afterAll(async () => {
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

const files = {
  Dockerfile: `FROM ${tinyImage}\nADD app /app\nCMD ["cat", "/app"]\n`,
  app: "it works\n",
  "hullproof.yaml": "workload: { ready: ended, restart: false }\n",
};
const nameOf = (folder: string) =>
  `${basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")}:hardened`;
const options = ["--progress", "plain", "--fail-on", "never"];

it("keeps the proven image, so that docker-run.sh and verify work", async () => {
  await using data = await folderOf({});
  await using folder = await folderOf(files);
  const engine = await connect();
  const name = nameOf(folder.path);
  const here = { cwd: folder.path, env: { ...runs.env, HULLPROOF_DATA: data.path } };
  try {
    const { code, stdout, stderr } = await cli(["harden", ...options], here);
    expect(code, stderr).toBe(0);
    // A job without steps is judged by its output and exit code.
    expect(stdout).toContain("✔ Proven");
    expect(stdout).toContain(`${name} stays on the engine`);
    const start = promisify(execFile);
    const container = (await start("sh", [".hullproof/docker-run.sh"], { cwd: folder.path })).stdout.trim();
    expect((await start("docker", ["wait", container])).stdout).toBe("0\n");
    expect((await start("docker", ["logs", container])).stdout).toBe("it works\n");
    const verified = await cli(["verify", "--quiet", ".hullproof/profile.json"], here);
    expect(verified.code, verified.stderr).toBe(0);
    // The guide names this report as what --learned takes.
    const opened = ["--learned", ".hullproof/report.json"];
    const page = await cli(["inspect", name, ...opened, "--format", "html", "--output", "image.html"], here);
    expect(page.code, page.stderr).toBe(0);
    const scan = await cli(["scan", name, ...opened, "--in-use", "--updates", "none"], here);
    expect(scan.stderr).not.toContain("which files were opened");
  } finally {
    const { id = "" } = (await inspectImage(engine, name)) ?? {};
    for (const one of id === "" ? [] : await containersOf(engine, id)) await removeContainer(engine, one);
    await removeTag(engine, name);
  }
}, 600_000);

it.runIf(long)(
  "leaves no image with --no-keep",
  async () => {
    await using folder = await folderOf(files);
    const here = { cwd: folder.path, env: runs.env };
    expect((await cli(["harden", "--no-keep", ...options], here)).code).toBe(0);
    expect(await inspectImage(await connect(), nameOf(folder.path))).toBeUndefined();
  },
  600_000,
);
