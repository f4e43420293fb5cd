import {
  closeSync,
  constants,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { ObjectStore } from "./object-store.ts";
import { readTrees, type Tree } from "./read-trees.ts";

/** Maximum bytes of all files together, and of one: a larger one is written with its size, but empty. */
const limits = { files: 200_000, bytes: 1024 ** 3, ofOne: 4 * 1024 * 1024, length: 256 * 1024 * 1024 } as const;
/** Time limit for reading and writing everything. */
const maxMs = 60_000;
/** Interval between two turns of the event loop. */
const turnMs = 50;

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  readonly milliseconds?: number;
}

/**
 * Writes the files of a commit to our own folder, as stored in the repository: without filters, hooks or settings.
 * Omits entries that no checkout would write (`.git`, names with a slash). Equal files are read once. Throws
 * `Failure` (`unreadable`, `too-complex`, `timed-out`), the reason of the signal, and the errors of damaged objects.
 */
export async function writeCommit(
  commit: string,
  objects: ObjectStore,
  folder: string,
  { signal, milliseconds = maxMs }: WriteOptions = {},
): Promise<void> {
  const text = objects.read(commit)?.content.toString("latin1", 0, 64) ?? "";
  const tree = /^tree ([0-9a-f]{40})\n/.exec(text)?.[1];
  if (tree === undefined) throw missingObject(commit);
  const turn = turns(signal, milliseconds);
  const trees = await readTrees(tree, objects, { turn, maxFiles: limits.files, missing: missingObject, tooLarge });
  // Links last, so that nothing is written through one.
  const links: { readonly path: string; readonly target: string }[] = [];
  const copies = new Map<string, { readonly path: string; readonly length: number }>();
  let bytes = 0;
  const waiting: { readonly tree: Tree; readonly path: string }[] = [{ tree: trees, path: folder }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { name, kind, id, tree: inner } of next.tree.entries) {
      await turn();
      const path = join(next.path, name);
      if (kind === "folder") {
        mkdirSync(path, 0o700);
        if (inner !== undefined) waiting.push({ tree: inner, path });
        continue;
      }
      const firstCopy = copies.get(id);
      const length = firstCopy?.length ?? objects.size(id);
      if (length === undefined) throw missingObject(id);
      bytes += Math.min(length, limits.ofOne);
      if (bytes > limits.bytes) throw tooLarge();
      if (kind === "link") {
        links.push({ path, target: contentOf(objects, id).toString("utf8") });
        continue;
      }
      const mode = kind === "program" ? 0o755 : 0o644;
      if (length > limits.ofOne) writeEmpty(path, Math.min(length, limits.length), mode);
      else if (firstCopy === undefined) writeFile(path, contentOf(objects, id), mode);
      else {
        copyFileSync(firstCopy.path, path, constants.COPYFILE_EXCL);
        await chmod(path, mode);
      }
      if (firstCopy === undefined) copies.set(id, { path, length });
    }
  }
  for (const { path, target } of links) if (target !== "" && !target.includes("\0")) symlinkSync(target, path);
}

/** Lets the event loop run from time to time, and enforces the time limit. */
function turns(signal: AbortSignal | undefined, milliseconds: number): () => Promise<void> {
  const begin = performance.now();
  let last = begin;
  return async () => {
    const currentMs = performance.now();
    if (currentMs - last < turnMs) return;
    await setImmediate();
    last = performance.now();
    signal?.throwIfAborted();
    if (currentMs - begin > milliseconds)
      throw new Failure("timed-out", `the commit could not be read in ${milliseconds / 1000} s`, { hint });
  };
}

function contentOf(objects: ObjectStore, id: string): Buffer {
  const blob = objects.read(id);
  if (blob?.type !== "blob") throw missingObject(id);
  return blob.content;
}

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

function writeEmpty(path: string, length: number, mode: number): void {
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  try {
    ftruncateSync(fd, length);
  } finally {
    closeSync(fd);
  }
}

function writeFile(path: string, content: Buffer, mode: number): void {
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  try {
    for (let at = 0; at < content.length;) at += writeSync(fd, content, at);
  } finally {
    closeSync(fd);
  }
}

function missingObject(id: string): Failure {
  return new Failure("unreadable", `the object ${id} is not in this repository`, {
    hint: "A shallow or partial clone has not all of them: git fetch --unshallow, or make a report of the other commit and name that.",
  });
}

const hint = "Make a report of it in a work tree of its own, and name that: docs/guide/baseline.md";

function tooLarge(): Failure {
  return new Failure(
    "too-complex",
    `the commit has more than ${limits.files.toLocaleString("en")} files, or 1 GiB of them`,
    { hint },
  );
}
