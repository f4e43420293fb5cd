import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lutimesSync, openSync, readSync } from "node:fs";
import type { Stats } from "node:fs";
import { childPath, openRegular, viaProc } from "./folder-handle.ts";
import { walkFolder } from "./folder-walk.ts";

export interface ReadFile {
  /** Path below the root: `/etc/passwd`. */
  readonly path: string;
  /** Whether it was also written: it is unknown whether a read preceded that. */
  readonly written: boolean;
}

/** Detects which of the existing files are read from now on. */
export interface ReadMarks extends Disposable {
  /** Files that were read since, or that may have been read because there are too many; sorted by path. */
  read(): ReadFile[];
}

/** As in `folder-handle.ts`: a handle on the name alone. */
const pathOnly = 0o10000000;
/** Maximum number of marked files: each needs a descriptor, so that a replaced file is still tracked. */
const mostMarked = 512;
/** One second after the epoch: before any write time, so that the next read updates it (mount(8), relatime). */
const longAgo = 1;

/**
 * Sets the access time of each regular file below `root` that `isSelected` accepts into the past, without following
 * links, so that a later read is visible, even for a file that was renamed, replaced or removed since. Undefined if
 * that is not supported: no Linux, a file system without access times (noatime), or a missing root.
 */
export function markUnread(root: string, isSelected: (path: string, stats: Stats) => boolean): ReadMarks | undefined {
  if (!viaProc) return undefined;
  const marked: { readonly path: string; readonly fd: number; readonly mtimeMs: number }[] = [];
  const beyond: string[] = [];
  const dispose = () => {
    for (const { fd } of marked.splice(0)) closeSync(fd);
  };
  try {
    for (const { folder, name, parent, stats } of walkFolder(root)) {
      const path = `${folder}/${name.toString()}`;
      if (stats?.isFile() !== true || !isSelected(path, stats)) continue;
      if (marked.length >= mostMarked) {
        beyond.push(path);
        continue;
      }
      const place = childPath(parent, name);
      const fd = openSync(place, pathOnly | constants.O_NOFOLLOW);
      marked.push({ path, fd, mtimeMs: stats.mtimeMs });
      lutimesSync(place, longAgo, stats.mtime);
    }
  } catch {
    dispose();
    return undefined;
  }
  return {
    read() {
      const readFiles = marked.flatMap(({ path, fd, mtimeMs }): ReadFile[] => {
        const stats = fstatSync(fd);
        // The time is restored in seconds with a fraction.
        return stats.atimeMs > longAgo * 1000 ? [{ path, written: Math.abs(stats.mtimeMs - mtimeMs) > 1 }] : [];
      });
      const unknown = beyond.map((path) => ({ path, written: false }));
      return [...readFiles, ...unknown].toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
    [Symbol.dispose]: dispose,
  };
}

/** Longer files have no fingerprint: comparisons must treat them as different. */
const bytesCompared = 1024 * 1024;

/**
 * Path -> digest of the current content of the regular files below `root` that `isSelected` accepts; omits files that
 * are too long, too many or vanish meanwhile.
 */
export function fingerprints(root: string, isSelected: (path: string, stats: Stats) => boolean): Map<string, string> {
  const digests = new Map<string, string>();
  const buffer = Buffer.alloc(bytesCompared);
  try {
    for (const { folder, name, parent, stats } of walkFolder(root)) {
      const path = `${folder}/${name.toString()}`;
      if (
        stats?.isFile() !== true ||
        !isSelected(path, stats) ||
        digests.size >= mostMarked ||
        stats.size > bytesCompared
      )
        continue;
      const fd = openRegular(parent, name);
      try {
        const bytes = readSync(fd, buffer, 0, buffer.length, 0);
        digests.set(path, `${stats.size} ${createHash("sha256").update(buffer.subarray(0, bytes)).digest("hex")}`);
      } finally {
        closeSync(fd);
      }
    }
  } catch {
    // The others are omitted.
  }
  return digests;
}
