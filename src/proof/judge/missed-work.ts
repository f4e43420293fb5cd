import type { FileWork } from "../../domain/workload/trial.ts";
import { isCache } from "./is-cache.ts";

/** Paths that the original changed and a trial did not. */
export interface MissedWork {
  readonly notWritten: readonly string[];
  /** Written, but empty. */
  readonly leftEmpty: readonly string[];
  /** Files of the image that still exist. */
  readonly notRemoved: readonly string[];
}

/**
 * Caches are created again when needed. A pid file counts, though its program runs without: `nginx -s reload`,
 * logrotate and monitors read it.
 */
export function isDispensable(path: string): boolean {
  return isCache(path) || /\.py[co]$/u.test(path);
}

/** File changes that two runs of the original have in common. */
export function workOfBoth(a: FileWork, b: FileWork): FileWork {
  const empty = new Set([...a.empty, ...b.empty]);
  const commonPaths = common(a.written, b.written);
  return {
    written: commonPaths,
    empty: commonPaths.filter((path) => empty.has(path)),
    removed: common(a.removed, b.removed),
  };
}

/**
 * Work of `expected` that `actualWork` lacks. An error log may be missing or empty if another file of its folder was
 * written: writing was possible, and nothing went wrong this time.
 */
export function missedWork(expected: FileWork, actualWork: FileWork): MissedWork {
  const writtenPaths = new Set(actualWork.written);
  const empty = new Set(actualWork.empty);
  const removed = new Set(actualWork.removed);
  const folders = new Set(actualWork.written.map(folderOf));
  const mayMiss = (path: string) => isTroubleLog(path) && folders.has(folderOf(path));
  const mayBeEmpty = new Set(expected.empty);
  return {
    notWritten: expected.written.filter((path) => !writtenPaths.has(path) && !mayMiss(path)),
    leftEmpty: expected.written.filter((path) => empty.has(path) && !mayBeEmpty.has(path) && !isTroubleLog(path)),
    notRemoved: expected.removed.filter((path) => !removed.has(path)),
  };
}

/** Merges several lives. */
export function inAll(lives: readonly MissedWork[]): MissedWork {
  const uniquePaths = (of: (missed: MissedWork) => readonly string[]) => [...new Set(lives.flatMap(of))];
  return {
    notWritten: uniquePaths(({ notWritten }) => notWritten),
    leftEmpty: uniquePaths(({ leftEmpty }) => leftEmpty),
    notRemoved: uniquePaths(({ notRemoved }) => notRemoved),
  };
}

/** An access or audit log does not count: its lines are work. */
function isTroubleLog(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/"));
  return (path.startsWith("/var/log/") || name.includes(".log")) && /err|warn|fail|crit|slow/iu.test(name);
}

function common(first: readonly string[], two: readonly string[]): string[] {
  const secondSet = new Set(two);
  return first.filter((path) => secondSet.has(path));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
