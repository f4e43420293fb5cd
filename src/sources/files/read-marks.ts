import { closeSync, constants, fstatSync, lutimesSync, openSync } from "node:fs";
import type { Stats } from "node:fs";
import { childPath, viaProc } from "./folder-handle.ts";
import { walkFolder } from "./folder-walk.ts";

/** Which of the files that were there are read from now on. */
export interface ReadMarks extends Disposable {
  /** Paths below the root as `/etc/passwd`, in order: read since, or not known because there are too many. */
  read(): string[];
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
export function markUnread(root: string, wanted: (path: string, stats: Stats) => boolean): ReadMarks | undefined {
  if (!viaProc) return undefined;
  const marked: { readonly path: string; readonly fd: number }[] = [];
  const beyond: string[] = [];
  const dispose = () => {
    for (const { fd } of marked.splice(0)) closeSync(fd);
  };
  try {
    for (const { folder, name, parent, stats } of walkFolder(root)) {
      const path = `${folder}/${name.toString()}`;
      if (stats?.isFile() !== true || !wanted(path, stats)) continue;
      if (marked.length >= mostMarked) {
        beyond.push(path);
        continue;
      }
      const place = childPath(parent, name);
      const fd = openSync(place, pathOnly | constants.O_NOFOLLOW);
      marked.push({ path, fd });
      lutimesSync(place, longAgo, stats.mtime);
    }
  } catch {
    dispose();
    return undefined;
  }
  return {
    read: () =>
      [
        ...marked.filter(({ fd }) => fstatSync(fd).atimeMs > longAgo * 1000).map(({ path }) => path),
        ...beyond,
      ].toSorted(),
    [Symbol.dispose]: dispose,
  };
}
