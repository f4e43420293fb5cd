import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readlinkSync } from "node:fs";
import type { Stats } from "node:fs";

/**
 * An open folder, to reach what is in it by name. On Linux the names are looked up through the open folder itself
 * (`/proc/self/fd/N/NAME`, proc(5)), as openat(2) does: whoever swaps a folder for a symbolic link meanwhile, such as a process of
 * the container that is read, leads nobody out. Elsewhere by path, after the folder was seen to be none.
 */
export interface FolderHandle extends Disposable {
  /** Path that leads to the open folder. */
  readonly path: string;
}

/** open(2), include/uapi/asm-generic/fcntl.h: a handle on the name alone; nothing is opened, so devices and pipes do nothing. */
const pathOnly = 0o10000000;
const viaProc = process.platform === "linux" && existsSync("/proc/self/fd");
const flags = constants.O_RDONLY | constants.O_NOFOLLOW;

/** The folder that a path of ours, not of the archive, names; symbolic links are followed. Throws what `open` throws. */
export function openRoot(path: string): FolderHandle {
  return viaProc ? handleOf(openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)) : plainHandle(path);
}

/** A folder in `parent`, never through a symbolic link. Throws what `open` throws. */
export function openFolder(parent: FolderHandle, name: string | Buffer): FolderHandle {
  const path = childPath(parent, name);
  if (viaProc) return handleOf(openSync(path, flags | constants.O_DIRECTORY));
  if (!lstatSync(path).isDirectory()) throw new Error("it is no folder");
  return plainHandle(path.toString());
}

/** Opens a regular file for reading and returns its descriptor. Throws what `open` throws, or an `Error` with the reason. */
export function openRegular(parent: FolderHandle, name: string | Buffer): number {
  const path = childPath(parent, name);
  if (!viaProc) return checked(openSync(path, flags | constants.O_NONBLOCK));
  const seen = checked(openSync(path, flags | pathOnly));
  try {
    return openSync(`/proc/self/fd/${seen}`, constants.O_RDONLY);
  } finally {
    closeSync(seen);
  }
}

export function statChild(parent: FolderHandle, name: string | Buffer): Stats {
  return lstatSync(childPath(parent, name));
}

export function readLink(parent: FolderHandle, name: string | Buffer): Buffer {
  return readlinkSync(childPath(parent, name), { encoding: "buffer" });
}

/** Short, for lists of what could not be read: without the path, which the list has. */
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
  throw new Error("it is no regular file");
}

function handleOf(fd: number): FolderHandle {
  return { path: `/proc/self/fd/${fd}`, [Symbol.dispose]: () => closeSync(fd) };
}

function plainHandle(path: string): FolderHandle {
  return { path, [Symbol.dispose]: () => {} };
}
