import type { Failure } from "../../domain/failure.ts";
import type { ObjectStore } from "./object-store.ts";

/** One folder of a commit. Equal folders are the same object. */
export interface Tree {
  readonly entries: readonly TreeEntry[];
}

export interface TreeEntry {
  readonly kind: "file" | "program" | "link" | "folder";
  readonly name: string;
  readonly id: string;
  /** Present for a folder with available content; a submodule's is elsewhere. */
  readonly tree?: Tree;
}

export interface TreeLimits {
  /** Called before each tree is read. */
  readonly turn: () => Promise<void>;
  /** Files and folders in total, counted for each occurrence. */
  readonly maxFiles: number;
  readonly missing: (id: string) => Failure;
  readonly tooLarge: () => Failure;
}

/** Longer paths exceed every system's limit. */
const maxDepth = 200;

/**
 * The folders below a tree. Each distinct one is read once, and everything is counted before anything is written: ten
 * equal nested trees, forty levels deep, are ten to the fortieth folders in two kilobytes.
 */
export async function readTrees(top: string, objects: ObjectStore, limits: TreeLimits): Promise<Tree> {
  const treeCache = new Map<string, { readonly tree: Tree; readonly files: number }>();
  const read = async (id: string, depth: number): Promise<{ readonly tree: Tree; readonly files: number }> => {
    const cachedTree = treeCache.get(id);
    if (cachedTree !== undefined) return cachedTree;
    await limits.turn();
    const treeObject = objects.read(id);
    if (treeObject?.type !== "tree") throw limits.missing(id);
    const entries: TreeEntry[] = [];
    const names = new Set<string>();
    let files = 0;
    for (const { mode, name, id: objectId } of entriesOf(treeObject.content)) {
      if (names.has(name) || !isPlain(name)) continue;
      names.add(name);
      files++;
      const inner = mode === "40000" && depth < maxDepth ? await read(objectId, depth + 1) : undefined;
      files += inner?.files ?? 0;
      if (files > limits.maxFiles) throw limits.tooLarge();
      entries.push({ kind: kindOf(mode), name, id: objectId, ...(inner && { tree: inner.tree }) });
    }
    const result = { tree: { entries }, files };
    treeCache.set(id, result);
    return result;
  };
  return (await read(top, 0)).tree;
}

function kindOf(mode: string): TreeEntry["kind"] {
  if (mode === "40000" || mode === "160000") return "folder";
  if (mode === "120000") return "link";
  return mode === "100755" ? "program" : "file";
}

/** Format of a tree: `MODE NAME`, a zero, and the 20 bytes of the object's digest. */
function* entriesOf(tree: Buffer): Generator<{ readonly mode: string; readonly name: string; readonly id: string }> {
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
