import { lstatSync, readdirSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import type { FolderHandle } from "./folder-handle.ts";
import { childPath, openFolder, openRoot, readLink, reasonOf, statChild } from "./folder-handle.ts";
import { decodeName } from "../../formats/decode-name.ts";

/** One entry of a folder. Valid until the next step. */
export interface FolderStep {
  /** Path of the folder below the root: empty for the root, else `/usr/lib`. */
  readonly folder: string;
  /** Bytes if the name is not UTF-8. */
  readonly name: string | Buffer;
  readonly parent: FolderHandle;
  /** Absent if not even that is readable. */
  readonly stats?: Stats;
  /** Target of a symbolic link. */
  readonly link?: string;
  /** Identifies the file among those with several names. */
  readonly inode?: string;
  /** A folder of another file system, which is not entered. */
  readonly mount?: true;
  /** A character device 0, 0. */
  readonly whiteout: boolean;
  /** Why the folder's names, or the entry, could not be read. */
  readonly unread?: string;
}

interface Frame {
  readonly path: string;
  readonly handle: FolderHandle;
  readonly names: readonly (string | Buffer)[];
  next: number;
}

/** Maximum depth, since each open folder needs a descriptor; deeper entries are reported as unread. */
const maxDepth = 200;

/**
 * Every entry below `root`, a folder before its content, in code-unit order. Folders are read through their open
 * handles (see `FolderHandle`), so that nothing outside is ever shown. Entries that vanish during the walk are
 * omitted. `enter` selects the folders to read. Throws the error of `open` for the root.
 */
export function* walkFolder(root: string, enter?: (path: string) => boolean): Generator<FolderStep, void> {
  const frames: Frame[] = [];
  try {
    const handle = openRoot(root);
    const device = statSync(handle.path).dev;
    frames.push({ path: "", handle, names: namesOf(handle), next: 0 });
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const name = frame.names[frame.next++];
      if (name === undefined) {
        frames.pop()?.handle[Symbol.dispose]();
        continue;
      }
      const at = { folder: frame.path, name, parent: frame.handle };
      const step = look(at);
      if (step === undefined) continue;
      if (step.stats?.isDirectory() !== true || step.stats.dev !== device) {
        yield step.stats?.isDirectory() === true ? { ...step, mount: true } : step;
        continue;
      }
      const path = `${frame.path}/${typeof name === "string" ? name : decodeName(name)}`;
      if (enter !== undefined && !enter(path)) {
        yield step;
        continue;
      }
      const opened = frames.length >= maxDepth ? `it lies deeper than ${maxDepth} folders` : openFrame(at, path);
      yield typeof opened === "string" ? { ...step, unread: opened } : step;
      if (typeof opened !== "string") frames.push(opened);
    }
  } finally {
    for (const { handle } of frames) handle[Symbol.dispose]();
  }
}

function look(at: Pick<FolderStep, "folder" | "name" | "parent">): FolderStep | undefined {
  try {
    const stats = statChild(at.parent, at.name);
    return {
      ...at,
      stats,
      whiteout: stats.isCharacterDevice() && stats.rdev === 0,
      ...(stats.isSymbolicLink() ? { link: decodeName(readLink(at.parent, at.name)) } : {}),
      ...(stats.isFile() && stats.nlink > 1 ? { inode: inodeOf(at.parent, at.name) } : {}),
    };
  } catch (error) {
    const reason = reasonOf(error);
    return isGone(error) ? undefined : { ...at, whiteout: false, unread: reason };
  }
}

/** Exact: beyond 2^53, which some file systems reach, two numbers could become equal. */
function inodeOf(parent: FolderHandle, name: string | Buffer): string {
  const { dev, ino } = lstatSync(childPath(parent, name), { bigint: true });
  return `${dev}:${ino}`;
}

/** The reason if it cannot be read. */
function openFrame({ name, parent }: Pick<FolderStep, "name" | "parent">, path: string): Frame | string {
  let handle: FolderHandle | undefined;
  try {
    handle = openFolder(parent, name);
    return { path, handle, names: namesOf(handle), next: 0 };
  } catch (error) {
    handle?.[Symbol.dispose]();
    return reasonOf(error);
  }
}

function namesOf(handle: FolderHandle): (string | Buffer)[] {
  const names = readdirSync(handle.path);
  // A replacement character represents bytes that are not UTF-8 (or itself): only their bytes identify the file.
  if (!names.some((name) => name.includes("\ufffd"))) return names.sort();
  const bytes = readdirSync(handle.path, { encoding: "buffer" });
  return bytes.sort((a, b) => Buffer.compare(a, b)).map((name) => (isText(name) ? name.toString() : name));
}

function isText(name: Buffer): boolean {
  return Buffer.from(name.toString()).equals(name);
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
