import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packed } from "./package-folder.ts";

let folder: string;
let content: string;
beforeAll(() => {
  ({ folder, content } = packed());
  mkdirSync(join(folder, "work/.git"), { recursive: true });
  writeFileSync(join(folder, "work/Dockerfile"), "FROM debian:8\nMAINTAINER someone\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The package as a user starts it, with a home of its own. */
function start(home: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [join(content, "bin/hullproof.js"), ...args], {
    cwd: join(folder, "work"),
    env: { PATH: process.env["PATH"], HOME: join(folder, home), ...env },
    encoding: "utf8",
  });
}

const question = ["check", "Dockerfile", "--format", "agent", "--bases", "none", "--shellcheck", "none"];
const kept = (home: string) => join(folder, home, ".cache/hullproof/code", `bundle-${process.version}-${process.arch}`);
const times = (at: string) => readdirSync(at).map((name) => [name, statSync(join(at, name)).mtimeMs] as const);

describe("compiled code of the bundle", () => {
  it("is kept for this user, and what is kept is not written again", () => {
    const first = start("plain", question);
    expect(first).toMatchObject({ status: 1, stderr: "" });
    expect(first.stdout).toContain("build/maintainer");
    const before = times(kept("plain"));
    expect(before.length).toBeGreaterThan(4);
    expect(before.map(([name]) => name).filter((name) => !name.endsWith(".cjs"))).toEqual([]);
    expect(statSync(kept("plain")).mode & 0o077).toBe(0);
    expect(start("plain", question)).toMatchObject({ status: 1, stdout: first.stdout });
    expect(times(kept("plain"))).toEqual(before);
  });

  it("of a thread is kept as well", () => {
    const missing = ["inspect", "no-such-archive.tar"];
    const { status, stderr } = start("thread", missing);
    expect(status).toBe(2);
    expect(readdirSync(kept("thread")).some((name) => name.startsWith("app-"))).toBe(true);
    const before = times(kept("thread"));
    expect(start("thread", missing)).toMatchObject({ status: 2, stderr });
    expect(times(kept("thread"))).toEqual(before);
  });

  it.each([
    [
      "a byte is another",
      (path: string) => {
        const bytes = readFileSync(path);
        const at = bytes.length >> 1;
        bytes[at] = (bytes[at] ?? 0) ^ 0x55;
        writeFileSync(path, bytes);
      },
    ],
    ["the end is missing", (path: string) => truncateSync(path, statSync(path).size >> 1)],
    ["nothing is left", (path: string) => truncateSync(path, 0)],
    ["it is of another source", (path: string) => cpSync(join(path, "../cli.cjs"), path)],
    ["it is no file", (path: string) => (rmSync(path), mkdirSync(path))],
  ])("is not run where %s", (name, damage) => {
    const home = name.replaceAll(" ", "-");
    const { stdout } = start(home, question);
    for (const one of readdirSync(kept(home))) if (one !== "cli.cjs") damage(join(kept(home), one));
    const damaged = times(kept(home));
    const after = { status: 1, stdout, stderr: "" };
    expect(start(home, question)).toMatchObject(after);
    expect(start(home, question)).toMatchObject(after);
    expect(readdirSync(kept(home)).toSorted()).toEqual(damaged.map(([one]) => one).toSorted());
  });

  it("of an older bundle goes a month later", () => {
    start("old", question);
    const old = join(kept("old"), "check-of-long-ago.cjs");
    writeFileSync(old, "");
    start("old", ["--version"]);
    expect(existsSync(old)).toBe(true);
    utimesSync(old, 0, 0);
    // Something new is written, so the folder is looked at.
    start("old", ["explain", "build/maintainer"]);
    expect(existsSync(old)).toBe(false);
  });

  it("is neither read nor written where others can put theirs, or where none is wanted", () => {
    mkdirSync(join(folder, "open/.cache"), { recursive: true });
    chmodSync(join(folder, "open/.cache"), 0o777);
    expect(start("open", question).status).toBe(1);
    expect(existsSync(kept("open"))).toBe(false);
    expect(start("none", question, { NODE_DISABLE_COMPILE_CACHE: "1" }).status).toBe(1);
    expect(existsSync(kept("none"))).toBe(false);
  });

  it("lies where NODE_COMPILE_CACHE says", () => {
    expect(start("elsewhere", question, { NODE_COMPILE_CACHE: join(folder, "given") }).status).toBe(1);
    expect(existsSync(join(folder, "given", `bundle-${process.version}-${process.arch}`, "cli.cjs"))).toBe(true);
    expect(existsSync(kept("elsewhere"))).toBe(false);
  });

  it.each<[string, string, NodeJS.ProcessEnv, readonly string[]]>([
    ["HOME is the checkout", "work", {}, []],
    ["HOME is a folder of it", "work/home", {}, []],
    ["XDG_CACHE_HOME is a folder of it", "outside", { XDG_CACHE_HOME: "@work/.cache" }, []],
    ["HULLPROOF_CACHE is a folder of it", "outside", { HULLPROOF_CACHE: "@work/.cache/hullproof" }, []],
    ["HULLPROOF_CACHE is relative", "outside", { HULLPROOF_CACHE: ".cache/hullproof" }, []],
    ["NODE_COMPILE_CACHE is a folder of it", "outside", { NODE_COMPILE_CACHE: "@work/.cache/hullproof/code" }, []],
    ["HOME is a link to it", "link", {}, []],
    ["HOME is a target", "target", {}, ["@target"]],
    ["HOME is the repository of a target", "target", {}, ["@target/app/Dockerfile"]],
    ["HOME is the repository of a target with a prefix", "target", {}, ["dockerfile:@target/app/Dockerfile"]],
  ])("is neither read nor written where %s", (_name, home, env, targets) => {
    const put = (text = ""): string => text.replaceAll("@", `${folder}/`);
    for (const name of ["work", "target"]) rmSync(join(folder, name, ".cache"), { recursive: true, force: true });
    mkdirSync(join(folder, "target/.git"), { recursive: true });
    mkdirSync(join(folder, "target/app"), { recursive: true });
    cpSync(join(folder, "work/Dockerfile"), join(folder, "target/app/Dockerfile"));
    if (!existsSync(join(folder, "link"))) symlinkSync(join(folder, "work"), join(folder, "link"));
    const full = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, put(value)]));
    const asked = targets.length === 0 ? question : [question[0] ?? "", ...targets.map(put), ...question.slice(2)];
    expect(start(home, asked, { ...full, NODE_NO_WARNINGS: "1" }).status).toBe(1);
    const code = ["work", "target"].flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }),
    );
    expect(code.filter((path) => path.includes("bundle-"))).toEqual([]);
  });
});
