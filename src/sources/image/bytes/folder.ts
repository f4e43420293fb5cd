import { setImmediate } from "node:timers/promises";
import { Failure } from "../../../domain/failure.ts";
import { diskBody } from "../bodies/disk-body.ts";
import type { DiskBody } from "../bodies/disk-body.ts";
import { memoryBody } from "../bodies/file-body.ts";
import { openRegular, reasonOf } from "../../files/folder-handle.ts";
import type { FolderStep } from "../../files/folder-walk.ts";
import { walkFolder } from "../../files/folder-walk.ts";
import type { LayerBytes } from "../image-source.ts";
import { stopWhenAborted } from "../archive/interrupted.ts";
import { decodeName } from "../../../formats/decode-name.ts";
import { whiteoutPath } from "../engine/whiteout-member.ts";
import type { TarEntry, TarVisitor } from "../tar/tar.ts";
import type { TarSink } from "../tar/tar-sink.ts";

/** Fields of a folder walk in addition to a tar entry. */
export interface FolderEntry extends TarEntry {
  /** Why the folder's content, or the whole entry, could not be read: the entries below are unknown. */
  readonly unread?: string;
}

const maxEntries = 5_000_000;
const chunkBytes = 262_144;

/**
 * Walks a folder as if it were an archive: parents first, names in code-unit order, `offset` always 0. Symbolic links
 * are not followed, other file systems below (`/proc`, volumes) are not entered, sockets are omitted like in tar. The
 * first name of a hard-linked file is the file, the others are links to it. An unreadable folder has `unread` (see
 * `FolderEntry`); an unreadable file fails in its body's `read`, and its sink gets no `end`. Without native code
 * there are no extended attributes. `deleted` paths come last, as whiteouts: if the folder contains a folder with
 * that name, the whiteout makes it opaque. Throws `Failure` (`unreadable`, `bad-image` for more than 5,000,000
 * entries, `interrupted`).
 */
export async function readFolderBytes(
  bytes: Extract<LayerBytes, { kind: "folder" }>,
  visit: TarVisitor,
  signal?: AbortSignal,
): Promise<void> {
  const { where, deleted } = bytes;
  const only = bytes.only === undefined ? undefined : new Set(bytes.only);
  const above = only === undefined ? undefined : foldersAbove(only);
  const firstNames = new Map<string, string>();
  const folders = new Set<string>();
  let index = 0;

  function visitStep(step: FolderStep): void {
    if (index >= maxEntries) throw tooMany(where);
    const entry = entryOf(step, index, firstNames);
    // The kernel's own whiteouts (overlayfs.rst): the engine has reported the deleted paths.
    if (entry === undefined || (deleted !== undefined && step.whiteout)) return;
    if (only !== undefined && !only.has(entry.path)) return;
    index++;
    if (entry.type === "dir" && deleted !== undefined) folders.add(entry.path);
    if (entry.type !== "file") return void visit(entry);
    using body = diskBody(entry.size, () => openRegular(step.parent, step.name), false);
    const sink = visit(entry, body);
    if (sink !== undefined) pour(body, sink);
  }

  try {
    let steps = 0;
    const enter = above === undefined ? undefined : (path: string): boolean => above.has(path);
    for (const step of walkFolder(bytes.folder, enter)) {
      // File reads are synchronous, so Ctrl-C and timers need a turn.
      if (steps++ % 2_048 === 0) {
        await setImmediate();
        stopWhenAborted(signal, where);
      }
      visitStep(step);
    }
  } catch (error) {
    if (error instanceof Failure || !isSystemError(error)) throw error;
    throw new Failure("unreadable", `${where} cannot be read: ${reasonOf(error)}.`, {
      hint: "Check that the folder is there and that you may read it.",
      cause: error,
    });
  }
  for (const path of (deleted ?? []).toSorted()) {
    visit(whiteout(path, index++, folders.has(path)), memoryBody(new Uint8Array(0)))?.end();
  }
}

function entryOf(step: FolderStep, index: number, firstNames: Map<string, string>): FolderEntry | undefined {
  const { stats, link } = step;
  const path = `${step.folder}/${typeof step.name === "string" ? step.name : decodeName(step.name)}`;
  const unread = step.unread === undefined ? {} : { unread: step.unread };
  const common = { index, path, offset: 0, stored: 0, size: 0, ...unread };
  if (stats === undefined) return { ...common, type: "other", mode: 0, uid: 0, gid: 0 };
  const owned = { ...common, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
  if (stats.isDirectory()) return { ...owned, type: "dir" };
  if (stats.isSymbolicLink()) return { ...owned, type: "symlink", link: link ?? "" };
  if (stats.isCharacterDevice()) return { ...owned, type: "char" };
  if (stats.isBlockDevice()) return { ...owned, type: "block" };
  if (stats.isFIFO()) return { ...owned, type: "fifo" };
  if (!stats.isFile()) return undefined;
  const first = step.inode === undefined ? undefined : firstNames.get(step.inode);
  if (first !== undefined) return { ...owned, type: "hardlink", link: first };
  if (step.inode !== undefined) firstNames.set(step.inode, path);
  return { ...owned, type: "file", size: stats.size, stored: stats.size };
}

/** Without `end` after a partial read, so that a part is not taken for the whole. */
function pour(body: DiskBody, sink: TarSink): void {
  for (let at = 0; at < body.size;) {
    let bytes: Uint8Array;
    try {
      bytes = body.read(at, chunkBytes);
    } catch {
      return;
    }
    if (bytes.length === 0) return;
    sink.chunk(bytes);
    at += bytes.length;
  }
  sink.end();
}

function whiteout(path: string, index: number, opaque: boolean): TarEntry {
  const common = { mode: 0, uid: 0, gid: 0, size: 0, offset: 0, stored: 0 } as const;
  return { index, path: whiteoutPath(path, opaque), type: "file", ...common };
}

/** The paths and all their parent folders: only these need to be entered. */
function foldersAbove(paths: ReadonlySet<string>): Set<string> {
  const above = new Set<string>(paths);
  for (const path of paths) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) above.add(path.slice(0, end));
  }
  return above;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "code" in error && "syscall" in error;
}

function tooMany(origin: string): Failure {
  return new Failure("bad-image", `${origin} has more than ${maxEntries} entries.`, {
    hint: "Name a folder that is a root file system.",
  });
}
