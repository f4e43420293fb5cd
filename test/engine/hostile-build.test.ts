import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { permitForBuild } from "../../src/consent/build-reach.ts";
import { permitForNothing } from "../../src/consent/decide.ts";
import { noBuildx } from "./older.ts";
import { buildImage as buildWith } from "../../src/sources/engine/image-build/build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { BuildRequest, Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { buildImage } from "./own-build.ts";

let engine: Engine;
let session: EngineSession;
let base: string;
let marker: string;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
});
afterAll(() => session[Symbol.asyncDispose]());
beforeEach(async () => {
  base = realpathSync(await mkdtemp(join(tmpdir(), "hullproof-hostile-")));
  marker = join(base, "marker");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(base, { recursive: true });
});

let built = 0;
function build(context: string, dockerfile = `FROM ${tinyImage}\nCOPY . /c/\n`, more: Partial<BuildRequest> = {}) {
  const request = { context, dockerfile, dockerfileName: join(context, "Dockerfile"), name: `h${++built}`, ...more };
  const told: string[] = [];
  return buildImage(session, { noCache: true, ...request }, ({ message }) => told.push(message)).then((image) => ({
    image,
    told,
  }));
}

const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "init.defaultBranch=main", ...args], { cwd, stdio: "pipe" });

/** What hullproof would have started, had it: leaves a mark. */
function evil(path: string): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nid > ${marker}\nexit 1\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A folder that is a bare repository; whoever asks it for its HEAD starts evil.sh. */
function bareRepository(folder: string): void {
  for (const name of ["objects", "refs"]) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "keep"), "");
  }
  writeFileSync(join(folder, "HEAD"), `${"1".repeat(40)}\n`);
  writeFileSync(
    join(folder, "config"),
    `[core]\nrepositoryformatversion = 1\nworktree = .\n[extensions]\npartialClone = origin\n[remote "origin"]\nurl = ${folder}\npromisor = true\nuploadpack = ${evil(join(folder, "evil.sh"))}\n`,
  );
  writeFileSync(join(folder, "Dockerfile"), `FROM ${tinyImage}\nCOPY . /c/\n`);
}

describe("a context that is a repository runs nothing of its own here", () => {
  test("this is the attack: buildx starts git there, and git the program that the folder's settings name", ({
    skip,
  }) => {
    if (noBuildx !== undefined) skip(noBuildx);
    bareRepository(join(base, "bare"));
    const env = { ...process.env, DOCKER_HOST: engine.info.endpoint };
    execFileSync("docker", ["buildx", "build", "--builder=default", "--output=type=cacheonly", join(base, "bare")], {
      env,
      stdio: "pipe",
    });
    expect(existsSync(marker)).toBe(true);
  });

  test("a bare repository, by itself and as a folder of a clone", async () => {
    bareRepository(join(base, "bare"));
    await build(join(base, "bare"));
    mkdirSync(join(base, "clone"));
    git(join(base, "clone"), "init", "-q");
    bareRepository(join(base, "clone/app"));
    await build(join(base, "clone/app"));
    expect(existsSync(marker)).toBe(false);
  });

  test("a .git folder, a .git file that leads to one, a linked .git, a worktree: with fsmonitor, pagers, hooks, filters", async () => {
    const settings = (folder: string) =>
      `[core]\nrepositoryformatversion = 1\nfsmonitor = ${folder}\npager = ${folder}\nsshCommand = ${folder}\nhooksPath = ${base}/hooks\n[extensions]\npartialClone = origin\n[remote "origin"]\nurl = ${base}\npromisor = true\nuploadpack = ${folder}\n[diff]\nexternal = ${folder}\n[filter "x"]\nclean = ${folder}\n`;
    const program = evil(join(base, "evil.sh"));
    evil(join(base, "hooks/post-index-change"));
    for (const kind of ["folder", "file", "link", "worktree"] as const) {
      const app = join(base, kind);
      mkdirSync(app);
      git(app, "init", "-q");
      writeFileSync(join(app, "a"), "a");
      writeFileSync(join(app, ".gitattributes"), "* filter=x diff=x\n");
      git(app, "add", ".");
      git(app, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "x");
      writeFileSync(join(app, ".git/config"), settings(program));
      if (kind === "folder") {
        writeFileSync(join(app, ".git/HEAD"), `${"1".repeat(40)}\n`);
        await build(app);
        continue;
      }
      const other = join(base, `${kind}-other`);
      mkdirSync(other);
      if (kind === "file") writeFileSync(join(other, ".git"), `gitdir: ${join(app, ".git")}\n`);
      if (kind === "link") symlinkSync(join(app, ".git"), join(other, ".git"));
      if (kind === "worktree") {
        mkdirSync(join(app, ".git/worktrees/w"), { recursive: true });
        for (const [name, text] of [
          ["gitdir", `${other}/.git\n`],
          ["commondir", "../..\n"],
          ["HEAD", "ref: refs/heads/main\n"],
        ] as const)
          writeFileSync(join(app, ".git/worktrees/w", name), text);
        writeFileSync(join(other, ".git"), `gitdir: ${join(app, ".git/worktrees/w")}\n`);
      }
      writeFileSync(join(other, "a"), "b");
      await build(other);
    }
    expect(existsSync(marker)).toBe(false);
  });

  test("nor do variables of ours that git and buildx obey", async () => {
    bareRepository(join(base, "bare"));
    for (const [name, value] of Object.entries({
      GIT_DIR: join(base, "bare"),
      GIT_WORK_TREE: base,
      GIT_EXTERNAL_DIFF: join(base, "bare/evil.sh"),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.fsmonitor",
      GIT_CONFIG_VALUE_0: join(base, "bare/evil.sh"),
      BUILDX_GIT_INFO: "1",
      BUILDX_GIT_LABELS: "full",
      BUILDX_GIT_CHECK_DIRTY: "1",
    }))
      vi.stubEnv(name, value);
    await build(join(base, "bare"));
    expect(existsSync(marker)).toBe(false);
  });
});

test("programs that the repository brings along are not started", async () => {
  const app = join(base, "clone");
  mkdirSync(join(app, ".git"), { recursive: true });
  writeFileSync(join(app, "a"), "a");
  for (const name of ["docker", "docker-buildx", "git", "docker-credential-evil"]) {
    evil(join(app, "node_modules/.bin", name));
    evil(join(app, "bin", name));
    evil(join(app, ".docker/cli-plugins", name));
  }
  writeFileSync(
    join(app, ".docker/config.json"),
    JSON.stringify({ credsStore: "evil", currentContext: "evil", cliPluginsExtraDirs: [join(app, "bin")] }),
  );
  vi.stubEnv("PATH", [join(app, "node_modules/.bin"), join(app, "bin"), "", ".", process.env["PATH"]].join(":"));
  vi.stubEnv("HOME", app);
  await build(app);
  vi.stubEnv("DOCKER_CONFIG", join(app, ".docker"));
  await build(app);
  expect(existsSync(marker)).toBe(false);
});

describe("what a build is sent", () => {
  test("links stay links and lead nowhere here; FIFOs are told; what is ignored is not copied", async () => {
    const app = join(base, "app");
    mkdirSync(join(app, "sub"), { recursive: true });
    writeFileSync(join(base, "outside"), "SECRET");
    symlinkSync("../outside", join(app, "link"));
    symlinkSync(base, join(app, "sub/up"));
    execFileSync("mkfifo", [join(app, "pipe")]);
    const { told } = await build(
      app,
      `FROM ${tinyImage}\nCOPY . /c/\nRUN [ -L /c/link ] && [ -L /c/sub/up ] && [ ! -e /c/link ]\n`,
    );
    expect(told).toContain("left out of the context, since they are not files: pipe (a FIFO)");
    await expect(build(app, `FROM ${tinyImage}\nCOPY link /c/\n`)).rejects.toMatchObject({ code: "build-failed" });
    await expect(build(app, `FROM ${tinyImage}\nCOPY sub/up/outside /c/\n`)).rejects.toMatchObject({
      code: "build-failed",
    });
  });

  test("a .dockerignore that is a link out, a FIFO or endless", async () => {
    const app = join(base, "app");
    mkdirSync(app);
    symlinkSync("/dev/zero", join(app, ".dockerignore"));
    await expect(build(app)).rejects.toMatchObject({ code: "unreadable" });
    await rm(join(app, ".dockerignore"));
    execFileSync("mkfifo", [join(app, ".dockerignore")]);
    await expect(build(app)).rejects.toMatchObject({ code: "unreadable" });
  });

  test("a folder that the permit does not name", async () => {
    const app = join(base, "app");
    mkdirSync(app);
    const request = { dockerfile: `FROM ${tinyImage}\n`, dockerfileName: "Dockerfile", name: "swapped" };
    const permit = permitForBuild(request);
    await expect(buildWith(session, { ...request, context: app }, permit, () => {})).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining("folder:"),
    });
  });
});

describe("the engine", () => {
  test("a cache mount that someone else filled is empty, and this run's is removed with it", async ({ skip }) => {
    if (noBuildx !== undefined) skip(noBuildx);
    const app = join(base, "app");
    mkdirSync(app);
    const id = `hullproof-poison-${process.pid}`;
    const mount = `--mount=type=cache,id=${id},target=/cache`;
    writeFileSync(join(app, "Dockerfile"), `FROM ${tinyImage}\nRUN ${mount} echo poison > /cache/file\n`);
    const env = { ...process.env, DOCKER_HOST: engine.info.endpoint };
    execFileSync("docker", ["buildx", "build", "--builder=default", "--output=type=cacheonly", "--no-cache", app], {
      env,
      stdio: "pipe",
    });
    await using second = await openEngineSession(engine);
    const request: BuildRequest = {
      context: app,
      dockerfile: `FROM ${tinyImage}\nRUN ${mount} ls /cache; [ ! -e /cache/file ] && echo ours > /cache/file\n`,
      dockerfileName: join(app, "Dockerfile"),
      noCache: true,
      name: "poisoned",
    };
    await buildImage(second, request, () => {});
    const mounts = async () =>
      JSON.stringify(await engine.call({ method: "GET", path: "/system/df", query: { type: "build-cache" } }));
    expect(await mounts()).toContain(second.id);
    await second[Symbol.asyncDispose]();
    expect(await mounts()).not.toContain(second.id);
    const left = JSON.parse(await mounts()) as { BuildCache: { ID: string; Description: string }[] };
    const theirs = left.BuildCache.filter(({ Description: told }) => told.includes(id));
    expect(theirs).toHaveLength(1);
    const filters = JSON.stringify({ id: theirs.map((one) => one.ID) });
    await engine.call({ method: "POST", path: "/build/prune", query: { all: true, filters } });
  });

  test("no ssh agent, no secret, no host network, no privileges for a build", async () => {
    const app = join(base, "app");
    mkdirSync(app);
    vi.stubEnv("SSH_AUTH_SOCK", "/run/agent");
    const step = (run_: string) => build(app, `FROM ${tinyImage}\nRUN ${run_}\n`);
    await expect(step("--mount=type=ssh,required=true true")).rejects.toMatchObject({ code: "build-failed" });
    await expect(step("--mount=type=secret,id=x,required=true true")).rejects.toMatchObject({ code: "build-failed" });
    await expect(step("--network=host true")).rejects.toMatchObject({ code: "build-failed" });
    await expect(step("--security=insecure true")).rejects.toMatchObject({ code: "build-failed" });
  });

  test("a build that does not end is stopped", async () => {
    const app = join(base, "app");
    mkdirSync(app);
    await expect(build(app, `FROM ${tinyImage}\nRUN sleep 3000\n`, { timeoutMs: 6000 })).rejects.toMatchObject({
      code: "timed-out",
    });
  });

  test("a permit for nothing builds nothing", async () => {
    const app = join(base, "app");
    mkdirSync(app);
    const request = { context: app, dockerfile: `FROM ${tinyImage}\n`, dockerfileName: "Dockerfile", name: "none" };
    await expect(buildWith(session, request, permitForNothing(), () => {})).rejects.toMatchObject({
      code: "not-allowed",
    });
    expect(await readFile(join(session.folder, "none.Dockerfile"), "utf8").catch(() => "none")).toBe("none");
  });
});
