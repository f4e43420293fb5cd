import { execFileSync } from "node:child_process";
import { closeSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { chmod, chown, link, mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makesDevices } from "../../../test/makes-devices.ts";
import { openBeneath, type Reading } from "./beneath.ts";
import { readNamed } from "./read-named.ts";

let top = "";
let folder = "";
beforeEach(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-beneath-")));
  folder = join(top, "repo");
  await mkdir(join(folder, "sub", "deep"), { recursive: true });
  await writeFile(join(folder, "file"), "inside");
  await writeFile(join(folder, "sub", "deep", "file"), "deep inside");
  await writeFile(join(top, "secret"), "outside");
});
afterEach(() => rm(top, { recursive: true, force: true }));

const asRoot = process.getuid?.() === 0;
const readAs = (reading: Reading, path: string | Buffer, limit = 1000): string => {
  using beneath = openBeneath(folder, reading);
  const read = beneath.read(path, limit);
  return "refused" in read ? `${read.refused}: ${read.reason}` : `${read.path}=${read.bytes.toString()}`;
};
const read = (path: string | Buffer, limit?: number): string => readAs("folder", path, limit);
const atRoot = (path: string | Buffer): string => readAs("root", path);

it("reads files inside by any of their names", async () => {
  await symlink("sub/deep", join(folder, "way"));
  await symlink("../../file", join(folder, "sub", "deep", "up"));
  await symlink(join(folder, "sub"), join(folder, "absolute"));
  await symlink("way", join(folder, "again"));
  const odd = Buffer.from([0x66, 0xff]);
  await writeFile(Buffer.concat([Buffer.from(`${folder}/`), odd]), "odd");
  expect(read("file")).toBe("file=inside");
  expect(read("./sub//deep/./file")).toBe("sub/deep/file=deep inside");
  expect(read("sub/../file")).toBe("file=inside");
  expect(read("way/file")).toBe("sub/deep/file=deep inside");
  // Like the kernel: `..` after a link is the parent of the link's target.
  expect(read("way/../../file")).toBe("file=inside");
  expect(read("sub/deep/up")).toBe("file=inside");
  expect(read("absolute/deep/file")).toBe("sub/deep/file=deep inside");
  expect(read("again/file")).toBe("sub/deep/file=deep inside");
  expect(read(odd)).toMatch(/=odd$/);
});

it.each([
  ["a file outside", "../secret"],
  ["an absolute path", "/etc/hostname"],
  ["a device", "/dev/zero"],
  ["a folder outside", ".."],
  ["what begins as the folder's name does", "../repository"],
])("refuses a link to %s", async (_, target) => {
  await symlink(target, join(folder, "link"));
  await symlink("link", join(folder, "link-to-link"));
  expect(read("link")).toMatch(/^outside: it is a link that leads out|^outside: it leads out/);
  expect(read("link-to-link")).toMatch(/^outside/);
});

it("refuses a link in an earlier part, which O_NOFOLLOW would follow", async () => {
  await symlink("..", join(folder, "sub", "out"));
  await symlink(top, join(folder, "elsewhere"));
  expect(read("sub/out/file")).toBe("file=inside");
  expect(read("sub/out/../secret")).toMatch(/^outside/);
  expect(read("elsewhere/secret")).toMatch(/^outside/);
  expect(read("../secret")).toMatch(/^outside/);
  expect(read("sub/../../secret")).toMatch(/^outside/);
});

it("resolves links in a root like its processes", async () => {
  await symlink("/file", join(folder, "absolute"));
  await symlink("../../../../../file", join(folder, "sub", "above"));
  await symlink(join(top, "secret"), join(folder, "host"));
  await symlink("/sub", join(folder, "dir"));
  expect(atRoot("/absolute")).toBe("file=inside");
  expect(atRoot("/sub/above")).toBe("file=inside");
  expect(atRoot("/dir/deep/file")).toBe("sub/deep/file=deep inside");
  expect(atRoot("/../../file")).toBe("file=inside");
  expect(atRoot("/host")).toMatch(/^broken-link/);
});

it("never opens FIFOs, sockets and devices", async () => {
  execFileSync("mkfifo", [join(folder, "fifo")]);
  const server = createServer();
  await new Promise<void>((done) => server.listen(join(folder, "socket"), done));
  await symlink("fifo", join(folder, "to-fifo"));
  expect(read("fifo")).toMatch(/^special: it is a FIFO/);
  expect(read("to-fifo")).toMatch(/^special: it is a FIFO/);
  expect(read("socket")).toMatch(/^special: it is a socket/);
  expect(read("sub")).toMatch(/^folder/);
  expect(read("")).toMatch(/^folder/);
  expect(read("sub/deep/..")).toMatch(/^folder/);
  await new Promise((done) => server.close(done));
});

it.runIf(makesDevices())("never opens a device", () => {
  execFileSync("mknod", [join(folder, "zero"), "c", "1", "5"]);
  execFileSync("mknod", [join(folder, "block"), "b", "7", "200"]);
  expect(read("zero")).toMatch(/^special: it is a character device/);
  expect(atRoot("zero")).toMatch(/^special: it is a character device/);
  expect(read("block")).toMatch(/^special: it is a block device/);
});

it("counts bytes instead of trusting the size", async () => {
  await writeFile(join(folder, "exact"), "12345");
  await writeFile(join(folder, "sparse"), "");
  await truncate(join(folder, "sparse"), 2 ** 40);
  expect(read("exact", 5)).toBe("exact=12345");
  expect(read("exact", 4)).toMatch(/^too-large/);
  expect(read("sparse", 5000)).toMatch(/^too-large/);
});

it.runIf(process.platform === "linux")("reads a file with size 0 up to the limit", () => {
  using beneath = openBeneath("/proc/self", "folder");
  const status = beneath.read("status", 100_000);
  expect("bytes" in status && status.bytes.toString()).toMatch(/^Name:/);
  expect(beneath.read("status", 10)).toMatchObject({ refused: "too-large" });
});

it.runIf(process.platform === "linux")("reads no kernel file through a container's root", () => {
  using beneath = openBeneath("/", "root");
  expect(beneath.read("/proc/self/status", 100_000)).toMatchObject({ refused: "foreign" });
  expect(beneath.read("/sys/kernel/mm/transparent_hugepage/enabled", 1000)).toMatchObject({ refused: "foreign" });
});

it("rejects link cycles and long chains", async () => {
  await symlink("b", join(folder, "a"));
  await symlink("a", join(folder, "b"));
  await symlink("self/self", join(folder, "self"));
  for (let at = 0; at < 50; at++) await symlink(`chain${at + 1}`, join(folder, `chain${at}`));
  await writeFile(join(folder, "chain50"), "end");
  // 40 links, each with 40 more path parts.
  await symlink("sub/../".repeat(400), join(folder, "long"));
  expect(read("a")).toMatch(/^endless/);
  expect(read("self")).toMatch(/^endless/);
  expect(read("chain0")).toMatch(/^endless/);
  expect(read("chain11")).toBe("chain50=end");
  expect(read(`${"long/".repeat(40)}file`)).toBe("file=inside");
  expect(read(`${"long/".repeat(41)}file`)).toMatch(/^endless/);
  expect(read("x".repeat(5000))).toMatch(/^endless/);
  expect(read("a\0b")).toMatch(/^missing/);
});

it("distinguishes missing files from broken links", async () => {
  await symlink("nothing", join(folder, "broken"));
  expect(read("nothing")).toMatch(/^missing/);
  expect(read("file/below")).toMatch(/^missing/);
  expect(read("broken")).toMatch(/^broken-link/);
});

it("refuses paths that are nested too deeply", async () => {
  const deep = Array.from({ length: 250 }, () => "d").join("/");
  await mkdir(join(folder, deep), { recursive: true });
  await writeFile(join(folder, deep, "file"), "deep");
  expect(read(`${deep}/file`)).toMatch(/^endless: it lies deeper than 200/);
});

it("refuses another user's file under a second name", async () => {
  await link(join(folder, "file"), join(folder, "own-twice"));
  expect(read("own-twice")).toBe("own-twice=inside");
  await mkdir(join(folder, "shared"));
  await link(join(folder, "file"), join(folder, "shared", "file"));
  await chmod(join(folder, "shared"), 0o1777);
  expect(read("shared/file")).toMatch(/^foreign/);
  expect(atRoot("shared/file")).toMatch(/=inside$/);
});

it.runIf(asRoot)("refuses root's file under a second name in a user's folder", async () => {
  await mkdir(join(folder, "his"));
  await link(join(top, "secret"), join(folder, "his", "Dockerfile"));
  await chown(join(folder, "his"), 65_534, 65_534);
  expect(read("his/Dockerfile")).toMatch(/^foreign/);
});

it("stays inside when a folder becomes a link between two steps", async () => {
  using beneath = openBeneath(folder, "folder");
  await mkdir(join(top, "deep"));
  await writeFile(join(top, "deep", "file"), "outside");
  expect(beneath.read("sub/deep/file", 100)).toMatchObject({ path: "sub/deep/file" });
  renameSync(join(folder, "sub"), join(folder, "moved"));
  symlinkSync(top, join(folder, "sub"));
  const again = beneath.read("sub/deep/file", 100);
  expect("bytes" in again ? again.bytes.toString() : again.refused).not.toBe("outside");
  using fresh = openBeneath(folder, "folder");
  expect(fresh.read("sub/deep/file", 100)).toMatchObject({ refused: "outside" });
});

it.runIf(process.platform === "linux")("closes all descriptors, and keeps few open", async () => {
  const count = () => readdirSync("/proc/self/fd").length;
  for (let at = 0; at < 300; at++) await mkdir(join(folder, "many", String(at)), { recursive: true });
  await symlink("/etc", join(folder, "many", "out"));
  const before = count();
  {
    using beneath = openBeneath(folder, "folder");
    for (let at = 0; at < 300; at++) {
      beneath.read(`many/${at}/x`, 10);
      beneath.read("many/out/passwd", 10);
      beneath.read(`many/${at}`, 10);
      beneath.find(`many/${at}/..`);
      const opened = beneath.open("many/../file");
      if ("fd" in opened) closeSync(opened.fd);
    }
    expect(count()).toBeLessThan(before + 80);
    rmSync(join(folder, "many", "7"), { recursive: true });
    expect(beneath.find("many/7")).toMatchObject({ refused: "missing" });
  }
  expect(count()).toBe(before);
});

it("resolves a named path from the current folder, or from its own folder", async () => {
  await symlink("../secret", join(folder, "link"));
  await symlink("sub", join(folder, "way"));
  await symlink(folder, join(top, "alias"));
  const named = (path: string, cwd: string): string => {
    const found = readNamed(path, cwd, 100);
    return "refused" in found ? found.refused : found.bytes.toString();
  };
  expect(named("file", folder)).toBe("inside");
  expect(named(join(folder, "file"), top)).toBe("inside");
  expect(named("way/deep/file", folder)).toBe("deep inside");
  expect(named("../secret", folder)).toBe("outside");
  expect(readNamed("link", folder, 100)).toMatchObject({ refused: "outside" });
  expect(readNamed(join(folder, "link"), "/", 100)).toMatchObject({ refused: "outside" });
  // The folder is the user's choice, not the repository's: its path may contain links.
  expect(named(join(top, "alias", "file"), folder)).toBe("inside");
  expect(named("nothing/file", folder)).toBe("missing");
  await symlink("../../file", join(folder, "sub", "deep", "up"));
  expect(named("sub/deep/up", folder)).toBe("outside");
  await mkdir(join(folder, ".git"));
  expect(named("sub/deep/up", folder)).toBe("inside");
  expect(named(join(folder, "sub/deep/up"), "/")).toBe("inside");
  expect(named(join(folder, "link"), "/")).toBe("outside");
});

it.runIf(process.platform === "linux")("closes the cached folder at the end of the turn", async () => {
  const turn = () => new Promise<void>((done) => setImmediate(() => setImmediate(done)));
  await turn();
  const count = () => readdirSync("/proc/self/fd").length;
  const before = count();
  for (let at = 0; at < 50; at++) {
    expect(readNamed("sub/deep/file", folder, 100)).toMatchObject({ path: "file" });
    expect(readNamed("nothing", join(folder, "sub"), 100)).toMatchObject({ refused: "missing" });
  }
  await turn();
  expect(count()).toBe(before);
  rmSync(folder, { recursive: true });
  expect(readNamed("sub/deep/file", folder, 100)).toMatchObject({ refused: "missing" });
});
