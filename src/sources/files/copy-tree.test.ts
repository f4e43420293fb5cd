import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { chown, mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makesDevices } from "../../../test/makes-devices.ts";
import { copyTree } from "./copy-tree.ts";
import type { CopyRequest } from "./copy-request.ts";
import { removeTree } from "./remove-tree.ts";

let base: string;
let from: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "hullproof-copy-")));
  from = join(base, "context");
  mkdirSync(from);
});
afterEach(() => removeTree(base));

const { signal } = new AbortController();
const copy = (more: Partial<CopyRequest> = {}) =>
  copyTree({ from, to: join(base, "copy"), name: "the build context", signal, ...more });
const at = (path: string) => join(base, "copy", path);
const isRoot = process.getuid?.() === 0;

test("copies files, modes, times, unresolved links and hard links", async () => {
  mkdirSync(join(from, "sub/deep"), { recursive: true });
  writeFileSync(join(from, "sub/deep/a"), "text");
  writeFileSync(join(from, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
  linkSync(join(from, "run.sh"), join(from, "sub/same"));
  symlinkSync("../../../etc/hostname", join(from, "sub/out"));
  symlinkSync("/etc", join(from, "etc"));
  symlinkSync("nowhere", join(from, "broken"));
  writeFileSync(join(from, "big"), Buffer.alloc(9_000_000, 7));
  chmodSync(join(from, "sub/deep"), 0o555);
  utimesSync(join(from, "sub/deep/a"), 1_000_000_000, 1_000_000_000);
  utimesSync(join(from, "sub"), 1_100_000_000, 1_100_000_000);
  const copied = await copy();
  expect(copied).toMatchObject({ path: at(""), skipped: [] });
  expect(readFileSync(at("sub/deep/a"), "utf8")).toBe("text");
  expect(statSync(at("sub/deep/a")).mtimeMs).toBe(1e12);
  expect(statSync(at("sub")).mtimeMs).toBe(1.1e12);
  expect(statSync(at("sub/deep")).mode & 0o777).toBe(0o555);
  expect(statSync(at("run.sh")).mode & 0o777).toBe(0o755);
  expect(statSync(at("run.sh")).ino).toBe(statSync(at("sub/same")).ino);
  expect(statSync(at("run.sh")).ino).not.toBe(statSync(join(from, "run.sh")).ino);
  expect([readlinkSync(at("sub/out")), readlinkSync(at("etc")), readlinkSync(at("broken"))]).toEqual([
    "../../../etc/hostname",
    "/etc",
    "nowhere",
  ]);
  expect(readFileSync(at("big")).equals(readFileSync(join(from, "big")))).toBe(true);
  expect(statSync(at("")).mode & 0o777).toBe(0o700);
  await removeTree(at(""));
  expect(existsSync(at(""))).toBe(false);
});

test("reports a FIFO, a socket and devices without opening them", async () => {
  execFileSync("mkfifo", [join(from, "pipe")]);
  const device = makesDevices();
  if (device) execFileSync("mknod", [join(from, "zero"), "c", "1", "5"]);
  writeFileSync(join(from, "file"), "1");
  const { skipped, files } = await copy();
  expect(skipped).toEqual(device ? ["pipe (a FIFO)", "zero (a character device)"] : ["pipe (a FIFO)"]);
  expect(files).toBe(device ? 3 : 2);
  expect(existsSync(at("pipe"))).toBe(false);
});

test("copies names with invalid UTF-8, line feeds and leading dashes", async () => {
  writeFileSync(Buffer.concat([Buffer.from(`${from}/`), Buffer.from([0xff, 0xfe])]), "bytes");
  writeFileSync(join(from, "a\nb"), "feed");
  writeFileSync(join(from, "--help"), "option");
  await copy();
  expect(readFileSync(Buffer.concat([Buffer.from(`${base}/copy/`), Buffer.from([0xff, 0xfe])]), "utf8")).toBe("bytes");
  expect(readFileSync(at("a\nb"), "utf8")).toBe("feed");
});

test("skips excluded folders, and asks for each name in the others", async () => {
  for (const path of ["node_modules/x", "keep/in", "keep/out"]) {
    mkdirSync(join(from, path, ".."), { recursive: true });
    writeFileSync(join(from, path), "x");
  }
  const asked: string[] = [];
  await copy({
    choose(path) {
      asked.push(path);
      if (path === "keep") return "look";
      return path === "keep/in" ? "copy" : "leave out";
    },
  });
  expect(asked).toEqual(["keep", "keep/in", "keep/out", "node_modules"]);
  expect([existsSync(at("keep/in")), existsSync(at("keep/out")), existsSync(at("node_modules"))]).toEqual([
    true,
    false,
    false,
  ]);
});

test("enforces limits of files, bytes, depth and space", async () => {
  for (const name of ["a", "b", "c"]) writeFileSync(join(from, name), "12345");
  const limited = (limits: CopyRequest["limits"], to: string) =>
    copy({ to: join(base, to), ...(limits && { limits }) });
  await expect(limited({ entries: 2 }, "1")).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringMatching(/more than 2 files/) as string,
  });
  await expect(limited({ bytes: 12 }, "2")).rejects.toMatchObject({
    message: expect.stringMatching(/more than 12 bytes.*was c/) as string,
  });
  await expect(limited({ reserve: Number.MAX_SAFE_INTEGER }, "3")).rejects.toMatchObject({
    message: expect.stringMatching(/no room/) as string,
  });
  let deep = from;
  for (let level = 0; level < 30; level++) mkdirSync((deep = join(deep, "d")));
  await expect(limited({ depth: 10 }, "4")).rejects.toMatchObject({
    message: expect.stringMatching(/deeper than 10/) as string,
  });
});

test("refuses a folder that was replaced after consent", async () => {
  const { dev, ino } = lstatSync(from, { bigint: true });
  await copy({ expected: { device: String(dev), inode: String(ino) } });
  await expect(
    copy({ to: join(base, "second"), expected: { device: String(dev), inode: String(ino + 1n) } }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/was replaced/) as string });
});

test.runIf(isRoot)("refuses another user's file under a second name, but not an own one", async () => {
  await chown(from, 12345, 12345);
  writeFileSync(join(from, "own"), "mine");
  await chown(join(from, "own"), 12345, 12345);
  linkSync(join(from, "own"), join(from, "own-too"));
  await copy({ to: join(base, "fine") });
  writeFileSync(join(base, "secret"), "root's", { mode: 0o600 });
  linkSync(join(base, "secret"), join(from, "innocent"));
  await expect(copy()).rejects.toMatchObject({
    message: expect.stringMatching(/innocent .*hard link.* of user 0/) as string,
  });
  expect(existsSync(at("innocent"))).toBe(false);
});

test("terminates if the target is inside the source", async () => {
  writeFileSync(join(from, "a"), "1");
  const inside = join(from, "tmp");
  mkdirSync(inside, { mode: 0o700 });
  await copy({ to: join(inside, "copy") });
  expect(readFileSync(join(inside, "copy/a"), "utf8")).toBe("1");
  expect(existsSync(join(inside, "copy/tmp"))).toBe(false);
});

test("aborts with the signal's reason", async () => {
  for (let index = 0; index < 3000; index++) writeFileSync(join(from, `${index}`), "x".repeat(2000));
  const stop = new AbortController();
  const run = copy({ signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(run).rejects.toThrow("enough");
});
