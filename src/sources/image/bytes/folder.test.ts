import { execFileSync } from "node:child_process";
import { chmodSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TarVisitor } from "../tar/tar.ts";
import { openRootfs } from "../archive/rootfs.ts";
import type { FolderEntry } from "./folder.ts";
import { readFolderBytes } from "./folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Options {
  readonly deleted?: readonly string[];
  readonly only?: readonly string[];
}

const walk = (visit: TarVisitor, options: Options = {}, signal?: AbortSignal) =>
  readFolderBytes({ kind: "folder", folder, where: "the folder", ...options }, visit, signal);

async function entriesOf(options: Options = {}): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  await walk((entry) => void entries.push(entry), options);
  return entries;
}

async function outcomes(by: "body" | "sink", before: (path: string) => void = () => {}): Promise<string[]> {
  const told: string[] = [];
  await walk((entry, body) => {
    before(entry.path);
    if (entry.type !== "file") return undefined;
    if (by === "sink") {
      let content = "";
      return {
        chunk: (bytes) => void (content += Buffer.from(bytes).toString()),
        end: () => void told.push(`${entry.path} ${content}`),
      };
    }
    try {
      told.push(`${entry.path} ${Buffer.from(body?.read(0, 100) ?? "").toString()}`);
    } catch (error) {
      told.push(`${entry.path}: ${(error as Error).message}`);
    }
    return undefined;
  });
  return told;
}

describe("readFolderBytes", () => {
  it("lists every kind in a stable order, parents first, with unresolved links", async () => {
    await mkdir(join(folder, "b/sub"), { recursive: true });
    await writeFile(join(folder, "b/sub/file"), "12345", { mode: 0o640 });
    await link(join(folder, "b/sub/file"), join(folder, "c"));
    await symlink("../../../etc/shadow", join(folder, "a"));
    await symlink("/", join(folder, "b/root"));
    execFileSync("mkfifo", ["-m", "600", join(folder, "pipe")]);
    const server = createServer().listen(join(folder, "socket"));
    chmodSync(join(folder, "b"), 0o1777);
    const entries = await entriesOf();
    expect(entries.map(({ path, type, mode, size, link: target }) => [path, type, mode, size, target])).toEqual([
      ["/a", "symlink", 0o777, 0, "../../../etc/shadow"],
      ["/b", "dir", 0o1777, 0, undefined],
      ["/b/root", "symlink", 0o777, 0, "/"],
      ["/b/sub", "dir", 0o755, 0, undefined],
      ["/b/sub/file", "file", 0o640, 5, undefined],
      ["/c", "hardlink", 0o640, 0, "/b/sub/file"],
      ["/pipe", "fifo", 0o600, 0, undefined],
    ]);
    expect(entries.map(({ index }) => index)).toEqual(entries.keys().toArray());
    server.close();
  });

  it("distinguishes names with invalid UTF-8, and reads their files", async () => {
    for (const byte of [0xe8, 0xe9]) {
      await writeFile(Buffer.concat([Buffer.from(`${folder}/a`), Buffer.from([byte])]), `content ${byte}`);
    }
    await mkdir(Buffer.concat([Buffer.from(`${folder}/d`), Buffer.from([0xff])]));
    await writeFile(Buffer.concat([Buffer.from(`${folder}/d`), Buffer.from([0xff]), Buffer.from("/in")]), "in");
    await writeFile(join(folder, "\ufffd"), "itself");
    const expected = ["/a\\xe8 content 232", "/a\\xe9 content 233", "/d\\xff/in in", "/\ufffd itself"];
    expect(await outcomes("body")).toEqual(expected);
    expect(await outcomes("sink")).toEqual(expected);
  });

  it("appends deletions as whiteouts, opaque for existing folders", async () => {
    await mkdir(join(folder, "etc/new"), { recursive: true });
    const entries = await entriesOf({ deleted: ["/etc/new", "/bin/gone", "/top"] });
    expect(entries.map(({ path, type }) => [path, type])).toEqual([
      ["/etc", "dir"],
      ["/etc/new", "dir"],
      ["/bin/.wh.gone", "file"],
      ["/etc/new/.wh..wh..opq", "file"],
      ["/.wh.top", "file"],
    ]);
  });

  it("visits only the paths in `only`, and reads no other folder", async () => {
    await mkdir(join(folder, "a/b"), { recursive: true });
    await mkdir(join(folder, "x"));
    for (const path of ["a/b/one", "a/b/two", "x/y"]) await writeFile(join(folder, path), "");
    expect((await entriesOf({ only: ["/a/b/two", "/none"] })).map(({ path }) => path)).toEqual(["/a/b/two"]);
  });

  it.skipIf(process.getuid?.() !== 0)("skips other file systems", async () => {
    const names: string[] = [];
    await readFolderBytes({ kind: "folder", folder: "/", only: ["/proc", "/proc/1"], where: "/" }, (entry) => {
      names.push(entry.path);
      return undefined;
    });
    expect(names).toEqual(["/proc"]);
  });

  // root may read everything
  it.skipIf(process.getuid?.() === 0)("reports unreadable entries and continues", async () => {
    await mkdir(join(folder, "closed"), { mode: 0 });
    await writeFile(join(folder, "file"), "x", { mode: 0 });
    expect((await entriesOf())[0]).toMatchObject({ path: "/closed", unread: "permission denied" });
    expect(await outcomes("body")).toEqual(["/file: permission denied"]);
  });

  it("reports a file that vanishes, and gives its sink no end", async () => {
    await writeFile(join(folder, "file"), "x");
    expect(await outcomes("body", (path) => rmSync(folder + path))).toEqual(["/file: it is gone"]);
    await writeFile(join(folder, "file"), "x");
    expect(await outcomes("sink", (path) => rmSync(folder + path))).toEqual([]);
  });

  it.runIf(process.platform === "linux")("stays inside when a folder or file becomes a link meanwhile", async () => {
    await mkdir(join(folder, "tree/etc"), { recursive: true });
    await mkdir(join(folder, "other"));
    await writeFile(join(folder, "tree/etc/shadow"), "inside");
    await writeFile(join(folder, "tree/etc/z"), "inside");
    await writeFile(join(folder, "other/shadow"), "outside");
    const told: string[] = [];
    await readFolderBytes({ kind: "folder", folder: join(folder, "tree"), where: "tree" }, (entry, body) => {
      if (entry.path === "/etc/shadow") {
        renameSync(join(folder, "tree/etc"), join(folder, "tree/moved"));
        symlinkSync(join(folder, "other"), join(folder, "tree/etc"));
      }
      if (entry.path === "/etc/z") {
        rmSync(join(folder, "tree/moved/z"));
        symlinkSync(join(folder, "other/shadow"), join(folder, "tree/moved/z"));
      }
      if (entry.type !== "file") return undefined;
      try {
        told.push(Buffer.from(body?.read(0, 100) ?? "").toString());
      } catch (error) {
        told.push((error as Error).message);
      }
      return undefined;
    });
    expect(told).toEqual(["inside", "it is not a regular file"]);
  });

  it("stops at excessive nesting, and reports it", async () => {
    await mkdir(join(folder, "d/".repeat(210)), { recursive: true });
    const entries = await entriesOf();
    expect(entries).toHaveLength(200);
    expect(entries.at(-1)?.unread).toBe("it lies deeper than 200 folders");
  });

  it("rejects a non-folder, and stops on an interruption", async () => {
    const visit = () => undefined;
    await writeFile(join(folder, "x"), "");
    await expect(walk(visit, {}, AbortSignal.abort())).rejects.toMatchObject({ code: "interrupted" });
    for (const path of ["none", "x"]) {
      const reading = readFolderBytes({ kind: "folder", folder: join(folder, path), where: path }, visit);
      await expect(reading).rejects.toMatchObject({ code: "unreadable" });
    }
    await expect(openRootfs(join(folder, "none"))).rejects.toMatchObject({ code: "no-such-file" });
    await expect(openRootfs(join(folder, "x"))).rejects.toMatchObject({ code: "unreadable" });
    expect((await openRootfs(folder)).layers).toMatchObject([{ xattrs: false, verified: false }]);
  });
});
