import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readlinkSync, statSync } from "node:fs";
import type { Stats } from "node:fs";

/**
 * An open folder for access to its entries by name. On Linux names are looked up through the open folder itself
 * (`/proc/self/fd/N/NAME`, proc(5)), like openat(2): replacing a folder by a symbolic link meanwhile, for example by
 * a process of the container, cannot redirect the lookup. Elsewhere by path, after a check that the folder is not a
 * link.
 */
export interface FolderHandle extends Disposable {
  /** Path that leads to the open folder. */
  readonly path: string;
}

/** The target of a name. The caller closes a folder's handle and a file's descriptor. */
export type Entry =
  | { readonly kind: "folder"; readonly handle: FolderHandle; readonly stats: Stats }
  | { readonly kind: "file"; readonly file: SeenFile; readonly stats: Stats }
  | { readonly kind: "link"; readonly stats: Stats }
  | { readonly kind: "special"; readonly what: string; readonly stats: Stats };

/** A regular file that is not yet open: its type is known before anything happens. */
export interface SeenFile extends Disposable {
  /** Descriptor for reading exactly this file. Throws the error of `open`, or an `Error` with the reason. */
  open(): number;
}

/** open(2), include/uapi/asm-generic/fcntl.h: a handle on the name alone; nothing is opened, so devices and pipes are not affected. */
const pathOnly = 0o10000000;
export const viaProc = process.platform === "linux" && existsSync("/proc/self/fd");
/** O_NONBLOCK: neither a pipe nor a file under a lease (fcntl(2)) blocks. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The folder at a path of ours, not of the archive; symbolic links are followed. Throws the error of `open`. */
export function openRoot(path: string): FolderHandle {
  if (viaProc) return handleOf(openSync(path, pathOnly | constants.O_DIRECTORY));
  return plainHandle(path);
}

/** A folder in `parent`, never through a symbolic link. Throws the error of `open`. */
export function openFolder(parent: FolderHandle, name: string | Buffer): FolderHandle {
  const path = childPath(parent, name);
  if (viaProc) return handleOf(openSync(path, pathOnly | constants.O_NOFOLLOW | constants.O_DIRECTORY));
  if (!lstatSync(path).isDirectory()) throw new Error("it is not a folder");
  return plainHandle(path.toString());
}

/** Opens a regular file for reading and returns its descriptor. Throws the error of `open`, or an `Error` with the reason. */
export function openRegular(parent: FolderHandle, name: string | Buffer): number {
  const path = childPath(parent, name);
  if (!viaProc) return checked(openSync(path, flags));
  const pathHandle = checked(openSync(path, pathOnly | constants.O_NOFOLLOW));
  try {
    return openSync(`/proc/self/fd/${pathHandle}`, constants.O_RDONLY | constants.O_NONBLOCK);
  } finally {
    closeSync(pathHandle);
  }
}

/** The type of `name`, determined once: the described folder or file is the one that is opened. Throws the error of `open`. */
export function openEntry(parent: FolderHandle, name: string | Buffer): Entry {
  const path = childPath(parent, name);
  return viaProc ? seenEntry(openSync(path, pathOnly | constants.O_NOFOLLOW)) : plainEntry(path);
}

/** Like `openEntry`, for a path of ours: symbolic links are followed. */
export function openNamed(path: string): Entry {
  return viaProc ? seenEntry(openSync(path, pathOnly)) : plainEntry(path, true);
}

function seenEntry(fd: number): Entry {
  let owned = false;
  try {
    const stats = fstatSync(fd);
    if (stats.isDirectory()) {
      owned = true;
      return { kind: "folder", handle: handleOf(fd), stats };
    }
    if (!stats.isFile()) return notRegular(stats);
    owned = true;
    const open = (): number => openSync(`/proc/self/fd/${fd}`, constants.O_RDONLY | constants.O_NONBLOCK);
    return { kind: "file", stats, file: { open, [Symbol.dispose]: () => closeSync(fd) } };
  } finally {
    if (!owned) closeSync(fd);
  }
}

function plainEntry(path: string | Buffer, follow = false): Entry {
  const stats = follow ? statSync(path) : lstatSync(path);
  if (stats.isDirectory()) return { kind: "folder", handle: plainHandle(path.toString()), stats };
  if (!stats.isFile()) return notRegular(stats);
  const openFlags = follow ? flags & ~constants.O_NOFOLLOW : flags;
  return { kind: "file", stats, file: { open: () => checked(openSync(path, openFlags)), [Symbol.dispose]: () => {} } };
}

function notRegular(stats: Stats): Entry {
  return stats.isSymbolicLink() ? { kind: "link", stats } : { kind: "special", what: specialName(stats), stats };
}

/** `a FIFO`; for anything other than a file, folder or link. */
function specialName(stats: Pick<Stats, "isFIFO" | "isSocket" | "isBlockDevice">): string {
  if (stats.isFIFO()) return "a FIFO";
  if (stats.isSocket()) return "a socket";
  return stats.isBlockDevice() ? "a block device" : "a character device";
}

export function statChild(parent: FolderHandle, name: string | Buffer): Stats {
  return lstatSync(childPath(parent, name));
}

export function readLink(parent: FolderHandle, name: string | Buffer): Buffer {
  return readlinkSync(childPath(parent, name), { encoding: "buffer" });
}

/** A short reason for lists of unreadable files: without the path, which the list has. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  switch (code) {
    case undefined:
      return error instanceof Error ? error.message : String(error);
    case "ENOENT":
    case "ESTALE":
      return "it is gone";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ELOOP":
    case "ENOTDIR":
      return "a link or file stands where a folder was";
    default:
      return `it cannot be opened (${code})`;
  }
}

export function childPath(parent: FolderHandle, name: string | Buffer): string | Buffer {
  return typeof name === "string" ? `${parent.path}/${name}` : Buffer.concat([Buffer.from(`${parent.path}/`), name]);
}

function checked(fd: number): number {
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new Error("it is not a regular file");
}

function handleOf(fd: number): FolderHandle {
  return { path: `/proc/self/fd/${fd}`, [Symbol.dispose]: () => closeSync(fd) };
}

function plainHandle(path: string): FolderHandle {
  return { path, [Symbol.dispose]: () => {} };
}
