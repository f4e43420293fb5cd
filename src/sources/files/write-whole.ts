import { close, constants, open as openFile, writeSync } from "node:fs";
import { lstat, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, isAbsolute } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Failure } from "../../domain/failure.ts";
import { errorCode, writeFailure } from "../../domain/write-failure.ts";
import { fileBeside, type FileBeside } from "../leftovers/file-beside.ts";

export interface OutputPath {
  /** Absolute. */
  readonly path: string;
  /** The user's name for it. */
  readonly shown: string;
  /** The folder that a relative path must stay in: a link that leads out of it is not the user's. */
  readonly within?: string;
}

/** Results contain learned facts about a container: for their owner only, until they say otherwise. */
export const ownMode = 0o600;
/** Time limit for a named pipe. */
const pipeTimeoutMs = 30_000;

export interface WholeFile extends OutputPath {
  readonly text: string | Uint8Array;
  /** Default `ownMode`. */
  readonly mode?: number;
}

/**
 * Writes a file completely or not at all: to a temporary file that is then renamed. An existing link is replaced and
 * never followed, even if it was created meanwhile. Devices and pipes are written directly, and a file in a folder
 * without write permission (a mount of one file) in place. Throws `Failure` `cannot-write`, without leaving files
 * behind.
 */
export async function writeWhole(place: OutputPath, text: string | Uint8Array, mode = ownMode): Promise<void> {
  await writeTogether([{ ...place, text, mode }]);
}

/** The same for related files: all are on the disk before the first is renamed, so a full disk leaves the earlier ones. */
export async function writeTogether(files: readonly WholeFile[]): Promise<void> {
  const pendingWrites: PendingWrite[] = [];
  try {
    for (const file of files)
      pendingWrites.push({ file, temporary: await withWriteFailure(file, () => writeBeside(file)) });
    for (const { file, temporary } of pendingWrites) await withWriteFailure(file, () => moveOver(file, temporary));
  } catch (error) {
    for (const { temporary } of pendingWrites)
      if (temporary !== undefined) await rm(temporary.path, { force: true }).catch(() => {});
    throw error;
  } finally {
    for (const { temporary } of pendingWrites) temporary?.forget();
  }
}

interface PendingWrite {
  readonly file: WholeFile;
  readonly temporary: FileBeside | undefined;
}

async function withWriteFailure<T>({ shown }: OutputPath, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw writeFailure(shown, error);
  }
}

/** The temporary file; undefined if it must be written in place. */
async function writeBeside(file: WholeFile): Promise<FileBeside | undefined> {
  const { path, text, mode = ownMode } = file;
  await staysWithin(file);
  const currentKind = await standing(path);
  if (currentKind === "folder") throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  if (currentKind === "stream") return undefined;
  const temporary = fileBeside(path);
  try {
    // "wx" is O_CREAT | O_EXCL, which follows no link (open(2)). The mode is set on the handle: a umask must not change it.
    await using handle = await open(temporary.path, "wx", mode & 0o700);
    await handle.writeFile(text);
    await handle.chmod(mode);
    return temporary;
  } catch (error) {
    await rm(temporary.path, { force: true }).catch(() => {});
    temporary.forget();
    if (currentKind === "file" && takesNoOthers(error)) return undefined;
    throw error;
  }
}

async function moveOver({ path, text }: WholeFile, temporary: FileBeside | undefined): Promise<void> {
  if (temporary !== undefined) {
    try {
      return await rename(temporary.path, path);
    } catch (error) {
      await rm(temporary.path, { force: true }).catch(() => {});
      if (!takesNoOthers(error) || (await standing(path)) !== "file") throw error;
    }
  }
  const number = streamNumber(path);
  await (number === undefined ? writeInPlace(path, text) : writeAll(number, text));
}

function takesNoOthers(error: unknown): boolean {
  return ["EACCES", "EPERM", "EROFS", "EBUSY"].includes(errorCode(error));
}

/** The type of file at a path; `stream` for one that can only be written in place. A link counts as nothing: it is replaced. */
async function standing(path: string): Promise<"nothing" | "file" | "folder" | "stream"> {
  if (streamNumber(path) !== undefined) return "stream";
  try {
    const stats = await lstat(path);
    if (stats.isDirectory()) return "folder";
    return stats.isFile() ? "file" : stats.isSymbolicLink() ? "nothing" : "stream";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "nothing";
    throw error;
  }
}

function streamNumber(path: string): number | undefined {
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,4})$/.exec(path)?.[1] ?? (path === "/dev/stderr" ? "2" : undefined);
  return number === undefined ? undefined : Number(number);
}

async function writeInPlace(path: string, text: string | Uint8Array): Promise<void> {
  const { O_WRONLY, O_TRUNC, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = constants;
  // Without O_NONBLOCK a pipe without a reader would block, beyond the reach of any signal.
  const fd = await promisify(openFile)(path, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  try {
    await writeAll(fd, text);
  } finally {
    await promisify(close)(fd);
  }
}

async function writeAll(fd: number, text: string | Uint8Array): Promise<void> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const until = performance.now() + pipeTimeoutMs;
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (errorCode(error) !== "EAGAIN" || performance.now() > until) throw error;
      await sleep(10);
    }
  }
}

/** Throws `Failure` (`cannot-write`) if a link on the way leads out of `within`. */
export async function staysWithin({ path, shown, within }: OutputPath): Promise<void> {
  if (within === undefined || !isBelow(within, path)) return;
  const [folder, root] = await Promise.all([realpath(dirname(path)), realpath(within)]);
  if (folder === root || isBelow(root, folder)) return;
  throw new Failure("cannot-write", `${shown} cannot be written: a link on its path leads to ${folder}`, {
    hint: `Name that folder itself if you mean it: ${join(folder, basename(path))}`,
  });
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith("../") && !isAbsolute(way);
}
