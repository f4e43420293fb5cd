import { lstatSync, readdirSync, statSync, watch, type BigIntStats, type FSWatcher } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Reports file changes, from system events and from periodic scans, since some file systems send no events. */
export interface FolderWatch extends Disposable {
  /** Watches these folders and files from now on. Absolute paths, which need not exist. */
  follow(folders: readonly string[], files: readonly string[]): void;
  /** Changes since the last call, after a short pause without changes; empty if the signal is aborted. */
  changed(signal: AbortSignal): Promise<readonly string[]>;
  /** Why some folders send no events, if so. */
  readonly unheard: string | undefined;
  /** Number of folders with system events. */
  readonly heard: number;
}

export interface WatchTimes {
  /** Pause without changes before they are reported; editors write in several steps. */
  readonly quietMs: number;
  /** Limit for changes that never end. */
  readonly mostMs: number;
  /** Interval between two scans, with and without system events. */
  readonly lookMs: number;
  readonly pollMs: number;
}

const usual: WatchTimes = { quietMs: 120, mostMs: 2_000, lookMs: 10_000, pollMs: 2_000 };
/** Maximum share of the time for scans. */
const mostShare = 0.05;
/** Maximum number of scanned files; beyond it only system events count. */
const mostFiles = 50_000;

export function watchFolders(times: WatchTimes = usual, watchFolder: typeof watch = watch): FolderWatch {
  const watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: string }>();
  const touched = new Set<string>();
  let [folders, files]: readonly [readonly string[], readonly string[]] = [[], []];
  let stamps: ReadonlyMap<string, string> = new Map();
  let unheard: string | undefined;
  let wake = () => {};
  let [last, lookTook] = [0, 0];
  const forget = (folder: string) => {
    watchers.get(folder)?.watcher.close();
    watchers.delete(folder);
  };
  const touch = (path: string) => {
    touched.add(path);
    // The name may now belong to another folder, which needs a new watch.
    forget(path);
    last = performance.now();
    wake();
  };

  const hear = (folder: string) => {
    const inode = inodeOf(folder);
    if (watchers.get(folder)?.inode === inode) return;
    // Another folder now has this name: the watched one is gone.
    forget(folder);
    if (inode === undefined) return;
    try {
      const watcher = watchFolder(folder, { persistent: false }, (_, name) => touch(join(folder, name ?? "")));
      watcher.on("error", (error) => {
        unheard = error.message;
        forget(folder);
        wake();
      });
      watchers.set(folder, { watcher, inode });
    } catch (error) {
      // ENOSPC: fs.inotify.max_user_watches (inotify(7)).
      unheard = (error as Error).message;
    }
  };
  const look = (): ReadonlyMap<string, string> => {
    const begin = performance.now();
    const currentStamps = stampsOf(folders, files);
    lookTook = performance.now() - begin;
    return currentStamps;
  };
  const settle = async (signal: AbortSignal): Promise<void> => {
    const begin = performance.now();
    do await pause(times.quietMs, signal);
    while (!signal.aborted && performance.now() - last < times.quietMs && performance.now() - begin < times.mostMs);
  };

  return {
    follow(newFolders, newFiles) {
      [folders, files] = [[...new Set(newFolders)], [...new Set(newFiles)]];
      unheard = undefined;
      // A file's folder reports that the file was replaced.
      const watchedFolders = new Set([...folders, ...files.map((file) => dirname(file))]);
      for (const folder of watchers.keys()) if (!watchedFolders.has(folder)) forget(folder);
      for (const folder of watchedFolders) hear(folder);
      stamps = look();
    },
    async changed(signal) {
      while (touched.size === 0 && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const until = new AbortController();
        const every = unheard === undefined ? times.lookMs : times.pollMs;
        const late = pause(Math.max(every, lookTook / mostShare), AbortSignal.any([signal, until.signal]));
        await Promise.race([promise, late]);
        until.abort();
        wake = () => {};
        if (touched.size === 0) for (const path of differing(stamps, look())) touched.add(path);
      }
      await settle(signal);
      const paths = signal.aborted ? [] : [...touched].sort();
      touched.clear();
      return paths;
    },
    get unheard() {
      return unheard;
    },
    get heard() {
      return watchers.size;
    },
    [Symbol.dispose]() {
      for (const folder of watchers.keys()) forget(folder);
    },
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}

function inodeOf(folder: string): string | undefined {
  try {
    const stats = statSync(folder, { bigint: true });
    return stats.isDirectory() ? textOf(stats) : undefined;
  } catch {
    return undefined;
  }
}

/** Properties that distinguish states of a file. */
function stampsOf(folders: readonly string[], files: readonly string[]): ReadonlyMap<string, string> {
  const stamps = new Map<string, string>();
  for (const file of files) stamps.set(file, stampOf(file));
  for (const folder of folders) {
    stamps.set(folder, inodeOf(folder) ?? "");
    for (const name of namesIn(folder)) {
      if (stamps.size >= mostFiles) return stamps;
      const path = join(folder, name);
      stamps.set(path, stampOf(path));
    }
  }
  return stamps;
}

function stampOf(path: string): string {
  try {
    const linkStats = lstatSync(path, { bigint: true });
    // A link also changes when its target is written.
    return linkStats.isSymbolicLink()
      ? `${textOf(linkStats)} ${textOf(statSync(path, { bigint: true }))}`
      : textOf(linkStats);
  } catch {
    return "";
  }
}

/** A folder changes with its list of names, which is scanned separately. */
function textOf(stats: BigIntStats): string {
  // Inode numbers are reused at once, birth times are not.
  if (stats.isDirectory()) return `${stats.dev}:${stats.ino} ${stats.birthtimeNs}`;
  return `${stats.dev}:${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function differing(
  earlierStamps: ReadonlyMap<string, string>,
  currentStamps: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...earlierStamps.keys(), ...currentStamps.keys()])].filter(
    (path) => earlierStamps.get(path) !== currentStamps.get(path),
  );
}
