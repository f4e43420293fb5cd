import { closeSync, constants, ftruncateSync, mkdirSync, openSync, symlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { ObjectStore } from "./object-store.ts";

/** Of all files together, and of one: what is larger is as long, and empty. */
const most = { files: 200_000, bytes: 1024 ** 3, ofOne: 4 * 1024 * 1024, depth: 200 } as const;

interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

/**
 * The files of a commit in a folder of our own, as the repository has them: no filter, hook or setting of it counts. What no checkout would write is left out
 * (`.git`, names with a slash). Throws `Failure` (`unreadable`, `too-complex`), and what a damaged object throws.
 */
export function writeCommit(commit: string, objects: ObjectStore, folder: string): void {
  const text = objects.read(commit)?.content.toString("latin1", 0, 64) ?? "";
  const tree = /^tree ([0-9a-f]{40})\n/.exec(text)?.[1];
  if (tree === undefined) throw missing(commit);
  // Links last: nothing is written through one.
  const links: { readonly path: string; readonly target: string }[] = [];
  const left = { files: most.files as number, bytes: most.bytes as number };
  const waiting = [{ id: tree, path: folder, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, path, depth } = next;
    const found = objects.read(id);
    if (found?.type !== "tree") throw missing(id);
    const seen = new Set<string>();
    for (const { mode, name, id: own } of entriesOf(found.content)) {
      if (seen.has(name) || !isPlain(name)) continue;
      seen.add(name);
      if (--left.files < 0) throw tooLarge();
      const place = join(path, name);
      if (mode === "40000" || mode === "160000") {
        mkdirSync(place, 0o700);
        if (mode === "40000" && depth < most.depth) waiting.push({ id: own, path: place, depth: depth + 1 });
        continue;
      }
      const blob = objects.read(own);
      if (blob?.type !== "blob") throw missing(own);
      if (mode === "120000") links.push({ path: place, target: blob.content.toString("utf8") });
      else {
        left.bytes -= Math.min(blob.content.length, most.ofOne);
        if (left.bytes < 0) throw tooLarge();
        writeFile(place, blob.content, mode === "100755" ? 0o755 : 0o644);
      }
    }
  }
  for (const { path, target } of links) if (target !== "" && !target.includes("\0")) symlinkSync(target, path);
}

/** gitformat of a tree: `MODE NAME`, a zero, and 20 bytes of the name of the object. */
function* entriesOf(tree: Buffer): Generator<Entry> {
  for (let at = 0; at < tree.length;) {
    const blank = tree.indexOf(0x20, at);
    const end = tree.indexOf(0, at);
    if (blank === -1 || end < blank || end + 21 > tree.length) throw new RangeError("a tree is damaged");
    yield {
      mode: tree.toString("latin1", at, blank),
      name: tree.toString("utf8", blank + 1, end),
      id: tree.toString("hex", end + 1, end + 21),
    };
    at = end + 21;
  }
}

function isPlain(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && name.toLowerCase() !== ".git" && !/[/\\]/.test(name);
}

function writeFile(path: string, content: Buffer, mode: number): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  try {
    if (content.length > most.ofOne) ftruncateSync(fd, content.length);
    else for (let at = 0; at < content.length;) at += writeSync(fd, content, at);
  } finally {
    closeSync(fd);
  }
}

function missing(id: string): Failure {
  return new Failure("unreadable", `the object ${id} is not in this repository`, {
    hint: "A shallow or partial clone has not all of them: git fetch --unshallow, or make a report of the other commit and name that.",
  });
}

function tooLarge(): Failure {
  return new Failure("too-complex", "the commit has more files than are written for a comparison", {
    hint: "Make a report of it in a work tree of its own, and name that: docs/guide/baseline.md",
  });
}
