import { lstatSync, readdirSync, statSync, watch, type BigIntStats, type FSWatcher } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Tells when files change, by what the system says, and by looking every few seconds where it says nothing: not every file system does. */
export interface FolderWatch extends Disposable {
  /** What happens from now on in these folders, and to these files, counts. Absolute paths; none has to be there. */
  follow(folders: readonly string[], files: readonly string[]): void;
  /** What has changed since, once nothing more does for a moment; nothing when the signal is aborted. */
  changed(signal: AbortSignal): Promise<readonly string[]>;
  /** Why the system does not say what changes in some folders, if it doesn't. */
  readonly unheard: string | undefined;
  /** How many folders the system watches. */
  readonly heard: number;
}

export interface WatchTimes {
  /** Without a change, until what changed is reported; editors write in several steps. */
  readonly quietMs: number;
  /** For changes that never end. */
  readonly mostMs: number;
  /** Between two looks, where the system says what changes and where it doesn't. */
  readonly lookMs: number;
  readonly pollMs: number;
}

const usual: WatchTimes = { quietMs: 120, mostMs: 2_000, lookMs: 10_000, pollMs: 2_000 };
/** A look takes at most this share of the time. */
const mostShare = 0.05;
/** Files that are looked at; of more, what the system says has to do. */
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
    // It may be another folder of this name by now, whose watch is to be made.
    forget(path);
    last = performance.now();
    wake();
  };

  const hear = (folder: string) => {
    const inode = inodeOf(folder);
    if (watchers.get(folder)?.inode === inode) return;
    // Another folder of this name: what was watched is gone.
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
      // A file's folder says that the file was replaced.
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

/** What tells one state of a file from another. */
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
    // Of a link, what it leads to has changed as well when that was written.
    return linkStats.isSymbolicLink()
      ? `${textOf(linkStats)} ${textOf(statSync(path, { bigint: true }))}`
      : textOf(linkStats);
  } catch {
    return "";
  }
}

/** A folder changes with its list of names, which is looked at by itself. */
function textOf(stats: BigIntStats): string {
  // The number of an inode is given out again at once; the time of its birth is not.
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
