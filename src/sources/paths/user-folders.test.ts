import {
  chmodSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pathRules } from "./path-rules.ts";
import { userFolders } from "./user-folders.ts";
import { whyUnread } from "./why-unread.ts";

/*
 * base/
 *   clone/.git, clone/app, clone/home, clone/out -> base/me
 *   link -> clone, deep -> clone/app
 *   me/                 the account's home
 */
let base: string;
const at = (path: string): string => join(base, path);
beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "hullproof-homes-")));
  for (const folder of ["clone/.git", "clone/app", "clone/home", "me/project", "plain", "other/clone/.git"])
    mkdirSync(at(folder), { recursive: true });
  symlinkSync(at("clone"), at("link"));
  symlinkSync(at("clone/app"), at("deep"));
  symlinkSync(at("me"), at("clone/out"));
  for (const file of ["me/Dockerfile", "clone/file"]) writeFileSync(at(file), "FROM scratch\n");
});
afterAll(() => rmSync(base, { recursive: true }));

interface Case {
  readonly cwd?: string;
  readonly targets?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly account?: string | null;
}

function foldersOf({ cwd = "clone", targets = [], env, account = "me" }: Case) {
  const resolved = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replaceAll("@", `${base}/`)]),
  );
  const rules = pathRules(at(cwd), targets.map(at), resolved, account === null ? undefined : at(account));
  // A user without an account has no home, whatever the test system has.
  return userFolders(resolved, account === null ? { ...rules, account: undefined as never } : rules);
}

describe("HOME that equals or is in the checkout", () => {
  it.each<[string, Case]>([
    ["equal", { env: { HOME: "@clone" } }],
    ["with a slash at its end", { env: { HOME: "@clone/" } }],
    ["with dots", { env: { HOME: "@plain/../clone/app/.." } }],
    ["with slashes and a dot", { env: { HOME: "@clone//./" } }],
    ["below it", { env: { HOME: "@clone/home" } }],
    ["below it, and not there yet", { env: { HOME: "@clone/.home/ci" } }],
    ["of a call in a folder of the work tree", { cwd: "clone/app", env: { HOME: "@clone" } }],
    ["a neighbor of the current folder in the work tree", { cwd: "clone/app", env: { HOME: "@clone/home" } }],
    ["a link to it", { env: { HOME: "@link" } }],
    ["below a link to it, and not there yet", { env: { HOME: "@link/new/er" } }],
    ["a link into it", { env: { HOME: "@deep" } }],
    ["a link of it that leads out", { env: { HOME: "@clone/out/project" } }],
    ["a link of it to the account's home", { env: { HOME: "@link/out" } }],
    ["the current folder through a link", { cwd: "link", env: { HOME: "@clone" } }],
    ["a current folder that is no repository", { cwd: "plain", env: { HOME: "@plain" } }],
    ["below one that is none", { cwd: "plain", env: { HOME: "@plain/home" } }],
    ["a target that is elsewhere", { cwd: "plain", targets: ["clone"], env: { HOME: "@clone" } }],
    ["the work tree of a target", { cwd: "plain", targets: ["clone/app"], env: { HOME: "@clone/home" } }],
    ["the work tree of a file", { cwd: "plain", targets: ["clone/app/Dockerfile"], env: { HOME: "@clone" } }],
    ["a target through a link", { cwd: "plain", targets: ["deep"], env: { HOME: "@clone" } }],
    ["one of two targets", { cwd: "plain", targets: ["me/project", "other/clone"], env: { HOME: "@other/clone" } }],
    ["relative", { env: { HOME: "home" } }],
    ["relative, a dot", { cwd: "plain", env: { HOME: "." } }],
    ["empty", { env: { HOME: "" } }],
    ["not set", { env: {} }],
  ])("%s", (_name, tried) => {
    const { home, docker, config, cache, data, state } = foldersOf(tried);
    expect({ home, docker, config, cache, data, state }).toEqual({
      home: at("me"),
      docker: at("me/.docker"),
      config: at("me/.config"),
      cache: at("me/.cache"),
      data: at("me/.local/share"),
      state: at("me/.local/state"),
    });
  });

  it.each<[string, Case]>([
    ["the account's home as a target", { cwd: "plain", targets: ["me"], env: { HOME: "@me" } }],
    ["a folder above it as a target", { cwd: "plain", targets: [""], env: { HOME: "@me" } }],
    ["the account's home in the work tree", { env: { HOME: "@clone" }, account: "clone/home" }],
    ["the account's home a link into the work tree", { env: { HOME: "@clone" }, account: "deep" }],
    ["the account's home in the work tree, of a call below", { cwd: "clone/app", env: {}, account: "clone/home" }],
    ["the account's home the work tree, which is a target", { targets: ["clone"], env: {}, account: "clone" }],
    [
      "a file in the account's home, which is a work tree",
      { cwd: "plain", targets: ["clone/file"], env: {}, account: "clone" },
    ],
    ["no account, as containers have it", { env: { HOME: "@clone" }, account: null }],
    ["no account and no HOME", { env: {}, account: null }],
  ])("or by none: %s", (_name, tried) => {
    const { home, docker, config, cache, data, state, env } = foldersOf(tried);
    expect([home, docker, config, cache, data, state].filter((path) => path !== undefined)).toEqual([]);
    expect(env).toEqual({});
  });

  it("reports the ignored HOME, and the home that is used", () => {
    expect(foldersOf({ env: { HOME: "@clone" } }).unused).toEqual([
      `HOME points into the checkout, ${at("me")} is used`,
    ]);
    expect(foldersOf({ env: { HOME: "@clone" }, account: null }).unused).toEqual([
      "HOME points into the checkout, no home is used",
    ]);
    expect(foldersOf({ env: { HOME: "home" } }).unused).toEqual([`HOME is relative, ${at("me")} is used`]);
    expect(foldersOf({ env: { HOME: "" } }).unused).toEqual([]);
  });
});

describe("HOME elsewhere counts", () => {
  it.each<[string, Case, string]>([
    ["of another user", { env: { HOME: "@plain" } }, "plain"],
    ["that does not exist", { env: { HOME: "@nowhere/home" } }, "nowhere/home"],
    ["of the account, which is the current folder", { cwd: "me", env: { HOME: "@me" } }, "me"],
    [
      "of the account, with a file in it as a target",
      { cwd: "me", targets: ["me/Dockerfile"], env: { HOME: "@me" } },
      "me",
    ],
    ["above the checkout", { cwd: "me/project", env: { HOME: "@me" } }, "me"],
    ["above the checkout, of no account", { cwd: "me/project", env: { HOME: "@me" }, account: null }, "me"],
    ["beside the checkout, of a name that begins like it", { env: { HOME: "@clone-of-me" } }, "clone-of-me"],
  ])("%s", (_name, tried, home) => {
    expect(foldersOf(tried)).toMatchObject({ home: at(home), docker: at(`${home}/.docker`), unused: [] });
  });

  it("ignores the root folder as HOME, which engines set without an account", () => {
    expect(foldersOf({ env: { HOME: "/" }, account: null })).toMatchObject({ home: "/", docker: "/.docker" });
  });

  it("excludes target folders in the home", () => {
    const { home, config, docker } = foldersOf({ cwd: "plain", targets: ["me/.config"], env: { HOME: "@me" } });
    expect({ home, config, docker }).toEqual({ home: at("me"), config: undefined, docker: at("me/.docker") });
  });
});

describe("DOCKER_CONFIG and XDG_* that point into the checkout", () => {
  it.each(["@clone/.docker", "@clone", "@link/.docker", "@deep/x", "@clone/out/.docker", ".docker"])(
    "are ignored for Docker's configuration, but not for logins: DOCKER_CONFIG=%s",
    (value) => {
      const found = foldersOf({ env: { HOME: "@plain", DOCKER_CONFIG: value } });
      expect(found.docker).toBe(at("plain/.docker"));
      expect(found.loginFiles).toHaveLength(2);
      expect(found.loginFiles[1]).toBe(at("plain/.docker/config.json"));
      expect(found.env).toEqual({ HOME: at("plain") });
      expect(found.unused.join()).toMatch(/^DOCKER_CONFIG .*, only plain logins in it are used$/);
    },
  );

  it("uses DOCKER_CONFIG elsewhere as the only configuration", () => {
    const found = foldersOf({ env: { HOME: "@me", DOCKER_CONFIG: "@plain/docker" } });
    expect(found.loginFiles).toEqual([at("plain/docker/config.json")]);
    expect(found).toMatchObject({ docker: at("plain/docker"), env: { DOCKER_CONFIG: at("plain/docker") }, unused: [] });
  });

  it("uses the logins of a HOME in the checkout, too", () => {
    expect(foldersOf({ env: { HOME: "@clone" } }).loginFiles).toEqual([
      at("clone/.docker/config.json"),
      at("me/.docker/config.json"),
    ]);
  });

  it.each([
    ["XDG_CONFIG_HOME", "config", "me/.config"],
    ["XDG_CACHE_HOME", "cache", "me/.cache"],
    ["XDG_DATA_HOME", "data", "me/.local/share"],
    ["XDG_STATE_HOME", "state", "me/.local/state"],
    ["XDG_RUNTIME_DIR", "runtime", undefined],
  ] as const)("%s", (name, key, instead) => {
    for (const value of ["@clone/.x", "@clone", "@link/x", "@deep", ".x", "../clone"]) {
      const found = foldersOf({ env: { HOME: "@me", [name]: value } });
      expect(found[key]).toBe(instead === undefined ? undefined : at(instead));
      expect(found.env).toEqual({ HOME: at("me") });
      expect(found.unused.join()).toMatch(new RegExp(`^${name} (?:points into the checkout|is relative)$`));
    }
    const elsewhere = foldersOf({ env: { HOME: "@clone", [name]: "@plain/x" } });
    expect(elsewhere[key]).toBe(at("plain/x"));
    expect(elsewhere.env).toMatchObject({ [name]: at("plain/x") });
  });

  it("passes lists of folders completely or not at all, and other values always", () => {
    const env = { XDG_DATA_DIRS: "/usr/share:@clone/share", XDG_CONFIG_DIRS: "/etc/xdg:/opt/xdg", XDG_SESSION_ID: "3" };
    const found = foldersOf({ env });
    expect(found.env).toEqual({ HOME: at("me"), XDG_CONFIG_DIRS: "/etc/xdg:/opt/xdg", XDG_SESSION_ID: "3" });
    expect(found.unused).toEqual(["XDG_DATA_DIRS points into the checkout"]);
  });
});

describe.skipIf(process.getuid?.() !== 0)("trusts a file in a home by its owner, not by that of its folder", () => {
  const file = (): string => at("github/home/.docker/config.json");
  const why = (env: Readonly<Record<string, string>> = {}) =>
    whyUnread(file(), pathRules(at("clone"), [], env, at("me")));
  const put = (owner: number, folderOwner: number, mode = 0o600): void => {
    rmSync(at("github"), { recursive: true, force: true });
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(file(), "{}");
    chmodSync(file(), mode);
    lchownSync(file(), owner, owner);
    for (const folder of ["github/home/.docker", "github/home"]) lchownSync(at(folder), folderOwner, folderOwner);
  };

  it.each<[string, number, number, Readonly<Record<string, string>>, string | undefined]>([
    ["root's in another user's home, as in GitHub's container jobs", 0, 1001, {}, undefined],
    ["another user's in their home", 1001, 1001, {}, "it belongs to the user 1001"],
    ["another user's in root's home", 1001, 0, {}, "it belongs to the user 1001"],
    ["of who called sudo", 1001, 1001, { SUDO_UID: "1001" }, undefined],
    ["of another user than who called sudo", 1002, 1001, { SUDO_UID: "1001" }, "it belongs to the user 1002"],
    ["with a SUDO_UID that is no number", 1001, 1001, { SUDO_UID: "1001x" }, "it belongs to the user 1001"],
  ])("%s", (_name, owner, folderOwner, env, answer) => {
    put(owner, folderOwner);
    expect(why(env)).toBe(answer);
  });

  it("distrusts world-writable files, and links of other users or into the checkout", () => {
    put(0, 0, 0o666);
    expect(why()).toBe("everybody may write it");
    put(0, 0);
    rmSync(file());
    expect(why()).toBeUndefined();
    symlinkSync(at("me/Dockerfile"), file());
    expect(why()).toBeUndefined();
    lchownSync(file(), 1001, 1001);
    expect(why()).toBe("it belongs to the user 1001");
    rmSync(file());
    symlinkSync(at("clone/config.json"), file());
    expect(why()).toBe("it is in the checkout");
  });
});
