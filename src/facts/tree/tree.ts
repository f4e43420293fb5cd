import { entryMode, entryOwner, entrySize, entryType, type FileType } from "../../domain/image/entries.ts";
import type { LayerRead } from "../../domain/image/image-scan.ts";
import { childrenOf, findNamed, nodeName, nodePath, type Nodes } from "./tree-nodes.ts";

/** The final file system, and what the layers lost on the way to it. */
export interface Tree {
  readonly layers: readonly LayerRead[];
  readonly nodes: Nodes;
  readonly lost: Lost;
  /** For each layer: files that are new, files that replace one, and paths that it deletes. */
  readonly changes: readonly { added: number; changed: number; deleted: number }[];
}

/** Files of lower layers that the final file system does not show, in columns. */
export interface Lost {
  /** Row of the deleted path: the file's own, or a folder above. */
  readonly node: number[];
  readonly root: number[];
  /** Layer and entry that hold the bytes, and the layer that made them useless. */
  readonly layer: number[];
  readonly entry: number[];
  readonly by: number[];
  readonly deleted: boolean[];
}

/** One path of the final file system. */
export interface FileAt {
  readonly path: string;
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly layer: number;
  /** Its place among the layer's entries. */
  readonly entry: number;
}

/** Every path with an entry, parents before children, names in code-unit order. */
export function* walkTree(tree: Tree): Generator<FileAt> {
  const open: [path: string, row: number][] = [["/", 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, row] = next;
    const file = fileAt(tree, row, path);
    if (file !== undefined) yield file;
    if (file !== undefined && file.type !== "dir") continue;
    const children = [...childrenOf(tree.nodes, row)].map((child): [string, number] => [
      nodeName(tree.nodes, child),
      child,
    ]);
    children.sort(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0));
    const prefix = path === "/" ? "" : path;
    for (const [name, child] of children) open.push([`${prefix}/${name}`, child]);
  }
}

/** The visible file at a row of the tree, if any. */
export function fileAt(tree: Tree, row: number, path: string = nodePath(tree.nodes, row)): FileAt | undefined {
  const layer = tree.nodes.layer[row] ?? -1;
  const entries = tree.layers[layer]?.entries;
  if (entries === undefined) return undefined;
  const entry = tree.nodes.entry[row] ?? 0;
  const [uid, gid] = entryOwner(entries, entry);
  const [type, mode, size] = [entryType(entries, entry), entryMode(entries, entry), entrySize(entries, entry)];
  return { path, type, mode, uid, gid, size, layer, entry };
}

/** Row of exactly this path, whatever shows there; -1 when no layer has it. No link is followed. */
export function rowOf({ nodes }: Tree, path: string): number {
  let row = 0;
  for (const part of path.split("/")) {
    if (part === "") continue;
    row = findNamed(nodes, row, part);
    if (row === -1) return -1;
  }
  return row;
}

/**
 * Row of what `path` leads to, whatever shows there; symbolic links followed, at most 40 (Linux's limit) in all. -1: no layer has it. `onLink` hears the row of
 * each link on the way.
 */
export function findRow(tree: Tree, path: string, onLink?: (row: number) => void): number {
  const { nodes, layers } = tree;
  let row = 0;
  let hops = 0;
  for (let text = path, start = 0; start < text.length;) {
    const slash = text.indexOf("/", start);
    const part = text.slice(start, slash === -1 ? text.length : slash);
    start += part.length + 1;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      row = nodes.parent[row] ?? 0;
      continue;
    }
    const child = findNamed(nodes, row, part);
    if (child === -1) return -1;
    const layer = layers[nodes.layer[child] ?? -1];
    const entry = nodes.entry[child] ?? 0;
    if (layer === undefined || entryType(layer.entries, entry) !== "symlink") {
      row = child;
      continue;
    }
    if (++hops > 40) return -1;
    onLink?.(child);
    const link = layer.entries.links.get(entry) ?? "";
    if (link.startsWith("/")) row = 0;
    text = `${link}/${text.slice(start)}`;
    start = 0;
  }
  return row;
}
