import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { environmentFor } from "./environment.ts";
import { isLocated, locateProgram, trustedSearchPath, whyRefused, type Search } from "./locate-program.ts";
import { pathRules } from "../paths/path-rules.ts";

let base: string;
let clone: string;
beforeEach(async () => {
  base = realpathSync(await mkdtemp(join(tmpdir(), "hullproof-locate-")));
  clone = join(base, "clone");
  mkdirSync(join(clone, ".git"), { recursive: true });
  mkdirSync(join(clone, "app"));
});
afterEach(() => rm(base, { recursive: true }));

const isRoot = process.getuid?.() === 0;
const root = "/nowhere/home";

/** A program that a test must not start. */
function plant(path: string, mode = 0o755): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "#!/bin/sh\nexit 66\n");
  chmodSync(path, mode);
  return path;
}

function search(path: readonly string[], cwd: string = clone, targets: readonly string[] = []): Search {
  return { env: { PATH: path.join(delimiter) }, rules: pathRules(cwd, targets, {}, root) };
}

function found(asked: Search, name = "docker", named?: string): string | undefined {
  const one = locateProgram(name, asked, named);
  return isLocated(one) ? one.path : whyRefused(one);
}

describe("refuses programs that a repository can write", () => {
  test("refuses node_modules/.bin of the current folder and its parents", () => {
    const bins = [clone, join(clone, "app"), base].map((folder) => join(folder, "node_modules/.bin"));
    for (const bin of bins) plant(join(bin, "docker"));
    const own = plant(join(base, "usr/docker"));
    expect(found(search([...bins, dirname(own)], join(clone, "app")))).toBe(own);
    expect(found(search(bins, join(clone, "app")))).toMatch(/node_modules\/\.bin/);
    // Not even from an unrelated folder.
    expect(found(search(bins, "/"))).toMatch(/lies in node_modules\/\.bin/);
  });

  test("skips relative and empty entries of PATH, and names that are paths", () => {
    plant(join(clone, "docker"));
    const asked = search(["", ".", "bin", "./node_modules/.bin"]);
    expect(found(asked)).toBeUndefined();
    expect(found({ ...asked, env: { PATH: "" }, rules: asked.rules }, "no-such-program")).toBeUndefined();
    expect(found(asked, "docker", "./docker")).toMatch(/relative/);
  });

  test("refuses folders of the repository, of the target, and of their repositories", () => {
    const tools = dirname(plant(join(clone, "tools/docker")));
    for (const asked of [
      search([tools]),
      search([tools], join(clone, "app")),
      search([tools], base, ["clone"]),
      search([tools], base, ["clone/app"]),
      search([tools], "/", [join(clone, "app")]),
      search([tools], root, [join(clone, "app")]),
    ])
      expect(found(asked)).toMatch(/not yours to trust/);
    expect(found(search([tools], "/"))).toBe(join(tools, "docker"));
  });

  test("refuses links into the repository and links of the repository", () => {
    const evil = plant(join(clone, "evil"));
    const bin = join(base, "bin");
    mkdirSync(bin);
    symlinkSync(evil, join(bin, "docker"));
    expect(found(search([bin]))).toMatch(/not yours to trust/);
    // It leads to a good one today; the repository decides where it leads tomorrow.
    const good = plant(join(base, "good/docker"));
    symlinkSync(dirname(good), join(clone, "link"));
    expect(found(search([join(clone, "link")]))).toMatch(/not yours to trust/);
    symlinkSync(join(clone, "link"), join(base, "through"));
    expect(found(search([join(base, "through")]))).toMatch(/not yours to trust/);
    symlinkSync(dirname(good), join(base, "fine"));
    expect(found(search([join(base, "fine")]))).toBe(good);
  });

  test("recognizes the current folder through a link", () => {
    const tools = dirname(plant(join(clone, "tools/docker")));
    symlinkSync(clone, join(base, "work"));
    expect(found(search([tools], join(base, "work")))).toMatch(/not yours to trust/);
    expect(found(search([join(base, "work/tools")], clone))).toMatch(/not yours to trust/);
  });

  test("trusts a home folder only if it is the account's", () => {
    const tools = dirname(plant(join(clone, ".local/bin/docker")));
    const asked = { env: { PATH: tools, HOME: clone }, rules: pathRules(clone, [], { HOME: clone }, root) };
    expect(found(asked)).toMatch(/not yours to trust/);
    expect(environmentFor("build", asked)).toEqual({ PATH: "", HOME: root });
    const atHome = { env: { PATH: tools, HOME: clone }, rules: pathRules(clone, [], { HOME: clone }, clone) };
    expect(found(atHome)).toBe(join(tools, "docker"));
    // As a target it is not trusted.
    expect(found({ ...atHome, rules: pathRules(clone, ["."], {}, clone) })).toMatch(/not yours to trust/);
  });
});

describe.skipIf(process.platform === "win32")("a program that another user can write is never taken", () => {
  test("refuses world-writable files and parents", () => {
    const file = plant(join(base, "bin/docker"));
    expect(found(search([dirname(file)]))).toBe(file);
    chmodSync(file, 0o757);
    expect(found(search([dirname(file)]))).toMatch(/docker can be written by every user/);
    chmodSync(file, 0o755);
    chmodSync(dirname(file), 0o757);
    expect(found(search([dirname(file)]))).toMatch(/bin can be written by every user/);
    chmodSync(dirname(file), 0o755);
    chmodSync(base, 0o757);
    expect(found(search([dirname(file)]))).toMatch(/can be written by every user/);
    chmodSync(base, 0o1757);
    expect(found(search([dirname(file)]))).toBe(file);
  });

  test.runIf(isRoot)("refuses files, folders and links of other users, except the caller of sudo", async () => {
    const file = plant(join(base, "bin/docker"));
    await chown(file, 12345, 0);
    expect(found(search([dirname(file)]))).toMatch(/belongs to user 12345/);
    const bySudo = { env: { PATH: dirname(file) }, rules: pathRules(clone, [], { SUDO_UID: "12345" }, root) };
    expect(found(bySudo)).toBe(file);
    await chown(file, 0, 0);
    await chown(dirname(file), 12345, 0);
    expect(found(search([dirname(file)]))).toMatch(/belongs to user 12345/);
  });

  test.runIf(isRoot)("refuses files that a group with members may write", async () => {
    const file = plant(join(base, "bin/docker"), 0o775);
    // An unlisted group could have any member.
    await chown(file, 0, 54_321);
    expect(found(search([dirname(file)]))).toMatch(/can be written by group 54321/);
    await chown(file, 0, 0);
    expect(found(search([dirname(file)]))).toBe(file);
  });

  test("skips folders, non-executable files, broken links and cycles", () => {
    mkdirSync(join(base, "a/docker"), { recursive: true });
    plant(join(base, "b/docker"), 0o644);
    mkdirSync(join(base, "c"));
    symlinkSync("nowhere", join(base, "c/docker"));
    mkdirSync(join(base, "d"));
    symlinkSync("docker", join(base, "d/docker"));
    const good = plant(join(base, "e/docker"));
    expect(found(search(["a", "b", "c", "d", "e"].map((one) => join(base, one))))).toBe(good);
  });
});

describe("the environment of a program", () => {
  test("passes only listed variables, none of git, BuildKit, the loader or Node", () => {
    const env = {
      PATH: "/usr/bin",
      HOME: base,
      HTTPS_PROXY: "http://proxy.example",
      AWS_REGION: "r",
      LC_ALL: "C",
      GIT_DIR: "/x",
      GIT_CONFIG_GLOBAL: "/x",
      GIT_EXTERNAL_DIFF: "/x",
      BUILDKIT_HOST: "x",
      BUILDX_BUILDER: "x",
      BUILDX_CONFIG: "/x",
      BUILDX_GIT_INFO: "1",
      DOCKER_CONTEXT: "x",
      DOCKER_BUILDKIT: "0",
      LD_PRELOAD: "/x",
      NODE_OPTIONS: "--require=/x",
      SSH_AUTH_SOCK: "/x",
      SHELLCHECK_OPTS: "-x",
      INIT_CWD: clone,
      npm_config_prefix: "/x",
    };
    const asked = { env, rules: pathRules(clone, [], {}, root) };
    expect(Object.keys(environmentFor("build", asked)).sort()).toEqual([
      "AWS_REGION",
      "HOME",
      "HTTPS_PROXY",
      "LC_ALL",
      "PATH",
    ]);
    expect(environmentFor("reader", asked)).toEqual({ PATH: "/usr/bin", LC_ALL: "C" });
  });

  test("drops folders that are in the repository, relative, or writable by others", () => {
    const open = join(base, "open");
    mkdirSync(open);
    chmodSync(open, 0o777);
    const env = {
      HOME: join(clone, "home"),
      DOCKER_CONFIG: ".docker",
      DOCKER_CERT_PATH: open,
      AWS_CONFIG_FILE: join(clone, ".aws"),
      XDG_CONFIG_HOME: base,
    };
    mkdirSync(env.HOME);
    mkdirSync(env.AWS_CONFIG_FILE);
    const asked = { env: { ...env, PATH: [clone, open, "/usr/bin", "."].join(delimiter) }, rules: search([]).rules };
    expect(environmentFor("build", asked)).toEqual({ PATH: "/usr/bin", HOME: root, XDG_CONFIG_HOME: base });
    // Another user may own a home, but it must not be world-writable.
    expect(environmentFor("build", { ...asked, env: { HOME: open, XDG_CACHE_HOME: open } })).toEqual({
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    });
    expect(trustedSearchPath(asked)).toBe("/usr/bin");
  });
});
