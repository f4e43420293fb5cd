import type { CopyRequest } from "./copy-request.ts";
import {
  chmodSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  type Stats,
} from "node:fs";
import { Failure } from "../../domain/failure.ts";
import { copyFile } from "./copy-file.ts";
import { openBudget, type CopyBudget } from "./copy-budget.ts";
import {
  childPath,
  openFolder,
  openRegular,
  openRoot,
  readLink,
  reasonOf,
  statChild,
  type FolderHandle,
} from "./folder-handle.ts";

export interface CopiedTree {
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  /** Paths that are not files, folders or links, with their types. */
  readonly skipped: readonly string[];
}

interface Frame {
  readonly path: string;
  readonly from: FolderHandle;
  readonly to: FolderHandle;
  readonly names: readonly Buffer[];
  readonly stats: Stats;
  next: number;
}

/**
 * Copies a folder with modes, times, unresolved links and hard links; never follows a link, and never opens a FIFO or
 * device. The copier owns the copy, and extended attributes are lost. Files with several names and another owner than
 * the folder are refused: whoever can write to a folder can add a name of any file there. Throws `Failure`
 * (`unreadable`, `no-such-file`) and the signal's reason.
 */
export async function copyTree(request: CopyRequest): Promise<CopiedTree> {
  const { from, to, name, choose = () => "copy" } = request;
  const frames: Frame[] = [];
  const skipped: string[] = [];
  const budget = openBudget(request);
  try {
    mkdirSync(to, { mode: 0o700 });
    frames.push(openFrame("", openRoot(from), openRoot(to)));
    const [top] = frames;
    if (top === undefined) throw new Error("the first frame is there");
    if (!isExpected(top, request.expected)) throw changed(name);
    const targetFolders = new Set([identity(top.to), identity(openedAbove(to))]);
    const copiedInodes = new Map<string, string>();
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const entry = frame.names[frame.next++];
      if (entry === undefined) {
        frames.pop();
        close(frame, frames.length > 0);
        continue;
      }
      const path = frame.path === "" ? entry.toString() : `${frame.path}/${entry.toString()}`;
      try {
        await copyEntry(frame, entry, path, { own: targetFolders, seen: copiedInodes });
      } catch (error) {
        if (error instanceof Failure || request.signal.aborted) throw error;
        throw unreadable(name, path, reasonOf(error));
      }
    }
    return { path: to, ...budget.spent(), skipped };
  } finally {
    for (const frame of frames.toReversed()) close(frame, false);
  }

  async function copyEntry(
    frame: Frame,
    entry: Buffer,
    path: string,
    visited: { readonly own: ReadonlySet<string>; readonly seen: Map<string, string> },
  ): Promise<void> {
    const stats = statChild(frame.from, entry);
    const choice = choose(path, stats.isDirectory());
    if (choice === "leave out") return;
    await budget.entry(path);
    const target = childPath(frame.to, entry);
    if (stats.isSymbolicLink()) {
      symlinkSync(readLink(frame.from, entry), target);
      lutimesSync(target, stats.atime, stats.mtime);
    } else if (stats.isDirectory()) {
      // Our own folder, if TMPDIR is inside the copied one.
      if (visited.own.has(`${stats.dev}:${stats.ino}`)) return;
      if (frames.length >= budget.limits.depth) throw tooDeep(name, path, budget);
      const opened = openFolder(frame.from, entry);
      mkdirSync(target, { mode: 0o700 });
      frames.push(openFrame(path, opened, openFolder(frame.to, entry)));
    } else if (stats.isFile()) await file(frame, entry, path, visited.seen);
    else skipped.push(`${path} (${kindOf(stats)})`);
  }

  async function file(frame: Frame, entry: Buffer, path: string, copiedInodes: Map<string, string>): Promise<void> {
    const target = childPath(frame.to, entry);
    const copied = await copyFile(openRegular(frame.from, entry), target, {
      budget,
      path,
      first(stats) {
        if (stats.nlink < 2) return undefined;
        const owner = frames[0]?.stats.uid;
        if (stats.uid !== owner) throw manyNames(name, path, stats.uid);
        return copiedInodes.get(`${stats.dev}:${stats.ino}`);
      },
    });
    if (copied.of !== undefined) linkSync(copied.of, target);
    else if (copied.stats.nlink > 1 && !path.includes("\ufffd"))
      copiedInodes.set(`${copied.stats.dev}:${copied.stats.ino}`, `${to}/${path}`);
    chmodSync(target, copied.stats.mode & 0o7777);
    utimesSync(target, copied.stats.atime, copied.stats.mtime);
  }
}

function openFrame(path: string, from: FolderHandle, to: FolderHandle): Frame {
  const names = readdirSync(from.path, { encoding: "buffer" }).sort((a, b) => Buffer.compare(a, b));
  return { path, from, to, names, stats: statSync(from.path), next: 0 };
}

/** Mode and times last: filling a folder changes its times and needs another mode. */
function close(frame: Frame, finish: boolean): void {
  if (finish) {
    chmodSync(frame.to.path, frame.stats.mode & 0o7777);
    utimesSync(frame.to.path, frame.stats.atime, frame.stats.mtime);
  }
  frame.from[Symbol.dispose]();
  frame.to[Symbol.dispose]();
}

function identity(handle: Pick<FolderHandle, "path">): string {
  const { dev, ino } = statSync(handle.path);
  return `${dev}:${ino}`;
}

function openedAbove(path: string): { readonly path: string } {
  return { path: path.slice(0, Math.max(1, path.lastIndexOf("/"))) };
}

function isExpected(frame: Frame, expected: CopyRequest["expected"]): boolean {
  if (expected === undefined) return true;
  const { dev, ino } = statSync(frame.from.path, { bigint: true });
  return String(dev) === expected.device && String(ino) === expected.inode;
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return "a FIFO";
  if (stats.isSocket()) return "a socket";
  return stats.isBlockDevice() ? "a block device" : "a character device";
}

function unreadable(name: string, path: string, reason: string): Failure {
  return new Failure("unreadable", `${path || "The folder"} in ${name} cannot be copied: ${reason}.`, {
    hint: "Make it readable, or leave it out with a line in .dockerignore.",
  });
}

function changed(name: string): Failure {
  return new Failure("unreadable", `The folder of ${name} was replaced by another while hullproof looked at it.`, {
    hint: "See who changes it, and run again.",
  });
}

function manyNames(name: string, path: string, uid: number): Failure {
  return new Failure("unreadable", `${path} in ${name} is another name (a hard link) of a file of user ${uid}.`, {
    hint: "It could be anyone's file. Replace it by a copy, or leave it out with a line in .dockerignore.",
  });
}

function tooDeep(name: string, path: string, { limits }: CopyBudget): Failure {
  return new Failure("unreadable", `${name} has folders deeper than ${limits.depth}: ${path.slice(0, 80)}...`, {
    hint: "Leave them out with a line in .dockerignore.",
  });
}
