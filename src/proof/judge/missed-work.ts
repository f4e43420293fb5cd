import type { FileWork } from "../../domain/workload/trial.ts";
import { isCache } from "./is-cache.ts";

/** What the original does to files and a trial did not do, as paths. */
export interface MissedWork {
  readonly notWritten: readonly string[];
  /** Written, and nothing is in it. */
  readonly leftEmpty: readonly string[];
  /** Of the image, and still there. */
  readonly notRemoved: readonly string[];
}

/**
 * Caches: made again when they are missed. A pid file counts, though its program runs without: `nginx -s reload`, logrotate and monitors read it.
 */
export function isDispensable(path: string): boolean {
  return isCache(path) || /\.py[co]$/u.test(path);
}

/** What two runs of the original have in common. */
export function workOfBoth(a: FileWork, b: FileWork): FileWork {
  const empty = new Set([...a.empty, ...b.empty]);
  const written = common(a.written, b.written);
  return { written, empty: written.filter((path) => empty.has(path)), removed: common(a.removed, b.removed) };
}

/**
 * Of `expected`, what is not in `done`. A log of trouble may be missing or empty where another file of its folder was written: it could be, and nothing went
 * wrong this time.
 */
export function missedWork(expected: FileWork, done: FileWork): MissedWork {
  const written = new Set(done.written);
  const empty = new Set(done.empty);
  const removed = new Set(done.removed);
  const folders = new Set(done.written.map(folderOf));
  const mayMiss = (path: string) => isTroubleLog(path) && folders.has(folderOf(path));
  const mayBeEmpty = new Set(expected.empty);
  return {
    notWritten: expected.written.filter((path) => !written.has(path) && !mayMiss(path)),
    leftEmpty: expected.written.filter((path) => empty.has(path) && !mayBeEmpty.has(path) && !isTroubleLog(path)),
    notRemoved: expected.removed.filter((path) => !removed.has(path)),
  };
}

/** Of several lives as one. */
export function inAll(lives: readonly MissedWork[]): MissedWork {
  const all = (of: (missed: MissedWork) => readonly string[]) => [...new Set(lives.flatMap(of))];
  return {
    notWritten: all(({ notWritten }) => notWritten),
    leftEmpty: all(({ leftEmpty }) => leftEmpty),
    notRemoved: all(({ notRemoved }) => notRemoved),
  };
}

/** An access or audit log is not one: its lines are work. */
function isTroubleLog(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/"));
  return (path.startsWith("/var/log/") || name.includes(".log")) && /err|warn|fail|crit|slow/iu.test(name);
}

function common(one: readonly string[], two: readonly string[]): string[] {
  const there = new Set(two);
  return one.filter((path) => there.has(path));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
