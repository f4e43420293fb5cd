import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lutimesSync, openSync, readSync } from "node:fs";
import type { Stats } from "node:fs";
import { childPath, openRegular, viaProc } from "./folder-handle.ts";
import { walkFolder } from "./folder-walk.ts";

export interface ReadFile {
  /** Below the root, as `/etc/passwd`. */
  readonly path: string;
  /** It was written too: whether before it was read can't be determined. */
  readonly written: boolean;
}

/** Which of the files that were there are read from now on. */
export interface ReadMarks extends Disposable {
  /** Files that were read since, or of which that is not known because there are too many; in order of their paths. */
  read(): ReadFile[];
}

/** As in `folder-handle.ts`: a handle on the name alone. */
const pathOnly = 0o10000000;
/** Each holds a descriptor, so that one that is replaced meanwhile still tells. */
const mostMarked = 512;
/** One second after the epoch: before any time of writing, so that the next read sets it (mount(8), relatime). */
const longAgo = 1;

/**
 * Sets the time of access of each regular file below `root` that `wanted` picks into the past, without following links, so that a
 * later read shows, also of a file that was renamed, replaced or removed since. Undefined where that can't be seen: no Linux, a file
 * system that keeps no time of access (noatime), or a root that is gone.
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
        // The time is set again as it was, in seconds with a fraction.
        return stats.atimeMs > longAgo * 1000 ? [{ path, written: Math.abs(stats.mtimeMs - mtimeMs) > 1 }] : [];
      });
      const unknown = beyond.map((path) => ({ path, written: false }));
      return [...readFiles, ...unknown].toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
    [Symbol.dispose]: dispose,
  };
}

/** Longer files have no fingerprint: whoever compares has to take them for different. */
const bytesCompared = 1024 * 1024;

/** Path -> digest of what the regular files below `root` that `wanted` picks hold now; those that are too long, too many or vanish meanwhile are left out. */
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
    // The rest is left out.
  }
  return digests;
}
