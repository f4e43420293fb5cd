import { isCache } from "./is-cache.ts";

/** Files without which a container does the same: caches, which are made again when they are missed, and files with the number of a process. */
export function isDispensable(path: string): boolean {
  return isCache(path) || /\.(?:py[co]|pid)$/u.test(path);
}

/**
 * Of `expected`, what is not among `written`. A log of trouble may be missing where another file of its folder was written: it could be, and nothing went
 * wrong this time.
 */
export function missedFiles(expected: readonly string[], written: readonly string[]): string[] {
  const there = new Set(written);
  const folders = new Set(written.map(folderOf));
  return expected.filter((path) => !there.has(path) && !(isTroubleLog(path) && folders.has(folderOf(path))));
}

/** An access or audit log is none: its lines are work. */
function isTroubleLog(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/"));
  return (path.startsWith("/var/log/") || name.includes(".log")) && /err|warn|fail|crit|slow/iu.test(name);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
