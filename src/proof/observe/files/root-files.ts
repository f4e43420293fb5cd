import { closeSync, readSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { openBeneath, type ConfinedFolder } from "../../../sources/files/beneath.ts";
import type { OverlayLayers } from "../../../sources/engine/images/overlay-layers.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { isWithin } from "../../../text/is-within.ts";

/** `DEVICE:INODE`, as the kernel numbers the file below the overlay, to the path inside the container. */
export type InodePaths = ReadonlyMap<string, string>;

/** More paths than the largest images have; a larger tree is not walked completely. */
const pathsRead = 2_000_000;

/**
 * Paths in the root file system of a running process, by the inode of their content. Overlayfs shows the lower file's
 * number except for new files, also after a copy up (overlayfs.rst, "Inode properties"); files in the upper directory
 * have other numbers there. Walks the layers if `pid` is 0 or ends meanwhile. Undefined if they are unknown. Skips
 * mounts. `isImageKnown`: another container of the image listed its files, with the same numbers; only the upper
 * directory is walked.
 */
export async function inodePaths(
  pid: number,
  overlay: OverlayLayers | undefined,
  mounts: readonly string[],
  isImageKnown = false,
): Promise<InodePaths | undefined> {
  const device = overlay === undefined ? undefined : (await lstat(overlay.upper).catch(() => undefined))?.dev;
  if (overlay === undefined || device === undefined) return undefined;
  const prefix = deviceText(device);
  const pathsByInode = new Map<string, string>();
  const walkAll = async (roots: readonly string[]): Promise<boolean> => {
    for (const root of roots)
      if (!(await walk(root, mounts, (path, inode) => pathsByInode.set(`${prefix}:${inode}`, path)))) return false;
    return roots.length > 0;
  };
  const isImageWalked =
    isImageKnown || (pid > 0 && (await walkAll([`/proc/${pid}/root`]))) || (await walkAll(overlay.lower.toReversed()));
  return isImageWalked && (await walkAll([overlay.upper])) ? pathsByInode : undefined;
}

/** Never follows links, since the container controls the tree. False if it is incomplete or missing. */
async function walk(
  root: string,
  mounts: readonly string[],
  file: (path: string, inode: number) => void,
): Promise<boolean> {
  const inMount = (path: string) => mounts.some((mount) => isWithin(path, mount));
  let remainingPaths = pathsRead;
  try {
    for (const { folder, name, stats } of walkFolder(root, (path) => !inMount(path))) {
      // Reads are synchronous: let Ctrl-C and timers in.
      if (remainingPaths % 2048 === 0) await setImmediate();
      if (--remainingPaths < 0) return false;
      const path = `${folder}/${name.toString()}`;
      if (stats?.isFile() === true && !inMount(path)) file(path, stats.ino);
    }
    return true;
  } catch {
    return false;
  }
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
export function resolveInside(pid: number, path: string): string | undefined {
  const resolved = inside(pid, (beneath) => beneath.find(path));
  return resolved === undefined || "refused" in resolved ? undefined : `/${resolved.path}`;
}

/** The first bytes of a regular file of the container; empty if it is unreadable or must not be opened. */
export function headInside(pid: number, path: string, bytes: number): Buffer {
  const head = inside(pid, (confinedRoot) => {
    const opened = confinedRoot.open(path);
    if ("refused" in opened) return undefined;
    try {
      const buffer = Buffer.alloc(bytes);
      return buffer.subarray(0, readSync(opened.fd, buffer, 0, bytes, 0));
    } catch {
      return undefined;
    } finally {
      closeSync(opened.fd);
    }
  });
  return head ?? Buffer.alloc(0);
}

/** Undefined when the process is gone. */
function inside<T>(pid: number, ask: (beneath: ConfinedFolder) => T): T | undefined {
  let confinedRoot: ConfinedFolder;
  try {
    confinedRoot = openBeneath(`/proc/${pid}/root`, "root");
  } catch {
    return undefined;
  }
  try {
    return ask(confinedRoot);
  } finally {
    confinedRoot[Symbol.dispose]();
  }
}
