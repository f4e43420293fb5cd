import { lstat, open, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { isWithin, parent } from "./writes.ts";

/** `DEVICE:INODE`, as the kernel numbers the file below the overlay, to the path inside the container. */
export type InodePaths = ReadonlyMap<string, string>;

/** More paths than the largest images have; a tree beyond it is not walked to its end. */
const pathsRead = 2_000_000;
const linksFollowed = 40;

/**
 * Paths of the root file system of a living process, by the inode that its content has where it lies. Overlayfs shows the lower
 * file's number for everything that was not made anew, also after a copy up (overlayfs.rst, "Inode properties"); what lies in the
 * upper directory has a number of its own there. Undefined where the root is no overlay on one file system. Mounts are left out.
 */
export async function inodePaths(pid: number, mounts: readonly string[]): Promise<InodePaths | undefined> {
  const upper = upperDirectory(await readFile(`/proc/${pid}/mountinfo`, "utf8").catch(() => ""));
  const device = upper === undefined ? undefined : (await lstat(upper).catch(() => undefined))?.dev;
  if (upper === undefined || device === undefined) return undefined;
  const prefix = deviceText(device);
  const found = new Map<string, string>();
  const complete =
    (await walk(`/proc/${pid}/root`, mounts, (path, inode) => found.set(`${prefix}:${inode}`, path))) &&
    (await walk(upper, mounts, (path, inode) => found.set(`${prefix}:${inode}`, path)));
  return complete ? found : undefined;
}

/** Never follows a link: the tree is the container's own text. False when it was cut short. */
async function walk(
  root: string,
  mounts: readonly string[],
  file: (path: string, inode: number) => void,
): Promise<boolean> {
  const folders = [""];
  let left = pathsRead;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(`${root}${folder}`, { withFileTypes: true }).catch(() => []);
    left -= entries.length;
    if (left < 0) return false;
    const files: string[] = [];
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (mounts.some((mount) => isWithin(path, mount))) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) files.push(path);
    }
    const stats = await Promise.all(files.map((path) => lstat(`${root}${path}`).catch(() => undefined)));
    for (const [at, path] of files.entries()) if (stats[at] !== undefined) file(path, stats[at].ino);
  }
  return true;
}

/** `upperdir=` of the overlay at `/`, proc_pid_mountinfo(5); blanks in it are written as `\040`. */
export function upperDirectory(mountinfo: string): string | undefined {
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    if (before.split(" ")[4] !== "/" || !after.startsWith("overlay ")) continue;
    const upper = /(?:^|,)upperdir=([^,]*)/u.exec(after.split(" ")[2] ?? "")?.[1];
    return upper?.replaceAll(/\\([0-7]{3})/gu, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  }
  return undefined;
}

/** As the filemap tracepoints print it: `MAJOR:MINOR` of a number as stat(2) gives it, makedev(3). */
export function deviceText(dev: number): string {
  const wide = BigInt(dev);
  const major = ((wide >> 8n) & 0xfffn) | ((wide >> 32n) & 0xffff_f000n);
  const minor = (wide & 0xffn) | ((wide >> 12n) & 0xffff_ff00n);
  return `${major}:${minor}`;
}

/**
 * A path of the container without links. They are resolved inside its root: through /proc/PID/root the kernel would follow
 * an absolute one on the host. Undefined when there is no such file, or too many links.
 */
export async function resolveInside(pid: number, path: string): Promise<string | undefined> {
  const root = `/proc/${pid}/root`;
  let done = "";
  const rest = path.split("/");
  for (let links = 0; rest.length > 0;) {
    const name = rest.shift();
    if (name === undefined || name === "" || name === ".") continue;
    if (name === "..") {
      done = done === "" ? "" : parent(done);
      if (done === "/") done = "";
      continue;
    }
    const stats = await lstat(`${root}${done}/${name}`).catch(() => undefined);
    if (stats === undefined) return undefined;
    if (!stats.isSymbolicLink()) {
      done = `${done}/${name}`;
      continue;
    }
    if (++links > linksFollowed) return undefined;
    const target = await readlink(`${root}${done}/${name}`).catch(() => "");
    if (target.startsWith("/")) done = "";
    rest.unshift(...target.split("/"));
  }
  return done === "" ? "/" : done;
}

/** The first bytes of a file of the container whose path has no links; empty when it cannot be read. */
export async function headInside(pid: number, path: string, bytes: number): Promise<Buffer> {
  const file = await open(join(`/proc/${pid}/root`, path), "r").catch(() => undefined);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return Buffer.alloc(0);
  } finally {
    await file.close();
  }
}
