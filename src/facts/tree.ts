import type { Entries, FileType } from "../domain/entries.ts";
import { entryMode, entryOwner, entrySize, entryType } from "../domain/entries.ts";
import type { LayerRead } from "../sources/image/read-image.ts";
import {
  childOf,
  childrenOf,
  detachChildren,
  findChild,
  newNodes,
  nodeName,
  nodePath,
  type Nodes,
} from "./tree-nodes.ts";

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
  /** Row of the file's path, and of what was deleted with it: the path itself, or a folder above. */
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

type TreeLayer = Pick<LayerRead, "entries">;

/** Lay the layers over each other: whiteouts `.wh.NAME` and opaque folders `.wh..wh..opq` (OCI image-spec, layer.md). */
export function mergeLayers(layers: readonly LayerRead[]): Tree {
  const nodes = newNodes(layers.reduce((sum, { entries }) => sum + entries.count, 0));
  const lost: Lost = { node: [], root: [], layer: [], entry: [], by: [], deleted: [] };
  const tree: Tree = { layers, nodes, lost, changes: layers.map(() => ({ added: 0, changed: 0, deleted: 0 })) };
  for (const [index, layer] of layers.entries()) {
    // First all deletions: they mean the layers below only, wherever they stand in the archive.
    const whiteouts = deleteMarked(tree, layer, index);
    placeAll(tree, layer, index, whiteouts);
  }
  return tree;
}

function deleteMarked(tree: Tree, { entries }: TreeLayer, index: number): ReadonlySet<number> {
  const { nodes } = tree;
  const marked = new Set<number>();
  const counts = tree.changes[index];
  for (let at = 0; at < entries.count; at++) {
    if (!isWhiteout(entries, at)) continue;
    marked.add(at);
    const name = nameOf(entries, at);
    const folder = folderRow(nodes, entries.folders[entries.folder[at] ?? 0] ?? "");
    if (folder === -1) continue;
    if (name === ".wh..wh..opq") {
      for (const child of childrenOf(nodes, folder)) if (lose(tree, child, index, true)) counted(counts, "deleted");
    } else if (!name.startsWith(".wh..wh.")) {
      const gone = encoder.encode(name.slice(4));
      const child = findChild(nodes, folder, gone, 0, gone.length);
      if (child !== -1 && lose(tree, child, index, true)) counted(counts, "deleted");
    }
  }
  return marked;
}

function placeAll(tree: Tree, { entries }: TreeLayer, index: number, whiteouts: ReadonlySet<number>): void {
  const { nodes } = tree;
  const counts = tree.changes[index];
  // Rows of folders that were looked up, each good for the round in which it was: a new round costs nothing, however many there are.
  const rows = new Int32Array(entries.folders.length);
  const rounds = new Uint32Array(entries.folders.length);
  let round = 1;
  const known = new Map<string, number>();
  for (let at = 0; at < entries.count; at++) {
    if (whiteouts.size > 0 && whiteouts.has(at)) continue;
    const folderAt = entries.folder[at] ?? 0;
    let folder = rows[folderAt] ?? 0;
    if (rounds[folderAt] !== round || !canHold(tree, folder)) {
      folder = makeFolder(tree, entries.folders[folderAt] ?? "", index, known);
      rows[folderAt] = folder;
      rounds[folderAt] = round;
    }
    const start = at === 0 ? 0 : (entries.nameEnd[at - 1] ?? 0);
    const end = entries.nameEnd[at] ?? 0;
    const row = start === end ? folder : childOf(nodes, folder, entries.names, start, end);
    const type = entryType(entries, at);
    const isFolder = shownType(tree, row) === "dir";
    if (type !== "dir" || (!isFolder && nodes.layer[row] !== -1)) {
      const before = nodes.layer[row] ?? -1;
      const hadFolder = isFolder || (before === -1 && nodes.firstChild[row] !== -1);
      lose(tree, row, index, hadFolder);
      // Folders below may be among those that were looked up.
      if (hadFolder) {
        round++;
        known.clear();
      }
      if (type !== "dir") counted(counts, before === -1 || before === index ? "added" : "changed");
    }
    nodes.layer[row] = index;
    nodes.entry[row] = at;
  }
}

function counted(counts: Tree["changes"][number] | undefined, which: "added" | "changed" | "deleted"): void {
  if (counts !== undefined) counts[which]++;
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

/** What shows at a row of the tree, if anything does. */
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
export function rowOf(tree: Tree, path: string): number {
  return folderRow(tree.nodes, path === "/" ? "" : path);
}

/** What shows at `path`, symbolic links followed, at most 40 (Linux's limit) in all. */
export function findNode(tree: Tree, path: string): { path: string; row: number } | undefined {
  const { nodes, layers } = tree;
  let parts = path.split("/").filter((part) => part !== "");
  let at: number[] = [];
  let hops = 0;
  while (parts.length > 0) {
    const part = parts.shift() ?? "";
    if (part === ".") continue;
    if (part === "..") {
      at.pop();
      continue;
    }
    const name = encoder.encode(part);
    const row = findChild(nodes, at.at(-1) ?? 0, name, 0, name.length);
    if (row === -1) return undefined;
    if (shownType(tree, row) !== "symlink") {
      at.push(row);
      continue;
    }
    if (++hops > 40) return undefined;
    const link = layers[nodes.layer[row] ?? -1]?.entries.links.get(nodes.entry[row] ?? 0) ?? "";
    if (link.startsWith("/")) at = [];
    parts = [...link.split("/").filter((piece) => piece !== ""), ...parts];
  }
  const row = at.at(-1) ?? 0;
  return { path: nodePath(nodes, row), row };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function nameOf(entries: Entries, at: number): string {
  return decoder.decode(entries.names.subarray(at === 0 ? 0 : entries.nameEnd[at - 1], entries.nameEnd[at]));
}

function isWhiteout({ names, nameEnd }: Entries, at: number): boolean {
  const start = at === 0 ? 0 : (nameEnd[at - 1] ?? 0);
  // ".wh."
  return names[start] === 46 && names[start + 1] === 119 && names[start + 2] === 104 && names[start + 3] === 46;
}

function shownType(tree: Tree, row: number): FileType | undefined {
  const entries = tree.layers[tree.nodes.layer[row] ?? -1]?.entries;
  return entries === undefined ? undefined : entryType(entries, tree.nodes.entry[row] ?? 0);
}

/** A folder, or a row that shows nothing: other paths may make it one. */
function canHold(tree: Tree, row: number): boolean {
  const type = shownType(tree, row);
  return type === undefined || type === "dir";
}

function folderRow(nodes: Nodes, path: string): number {
  let row = 0;
  for (const part of path.split("/")) {
    if (part === "") continue;
    const name = encoder.encode(part);
    row = findChild(nodes, row, name, 0, name.length);
    if (row === -1) return -1;
  }
  return row;
}

/**
 * The folder's row. A file on the way goes, as it does in the engine; a link is taken as it stands: engines write real paths.
 * `known` has the rows of folders of this layer; the one above is nearly always among them.
 */
function makeFolder(tree: Tree, path: string, index: number, known: Map<string, number>): number {
  const slash = path.lastIndexOf("/");
  const above = slash > 0 ? (known.get(path.slice(0, slash)) ?? -1) : -1;
  const start = above !== -1 && canHold(tree, above) ? slash : 0;
  let row = start === 0 ? 0 : above;
  for (const part of path.slice(start).split("/")) {
    if (part === "") continue;
    const name = encoder.encode(part);
    row = childOf(tree.nodes, row, name, 0, name.length);
    if (!canHold(tree, row)) lose(tree, row, index, false);
  }
  known.set(path, row);
  return row;
}

/** Take away all at and below a row; files that a lower layer holds are noted. True when anything showed. */
function lose(tree: Tree, root: number, by: number, deleted: boolean): boolean {
  const { nodes, layers, lost } = tree;
  // Nearly every file is new where it lies.
  if (nodes.layer[root] === -1 && nodes.firstChild[root] === -1) return false;
  let any = false;
  const open = [root];
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    const layer = nodes.layer[row] ?? -1;
    const entries = layers[layer]?.entries;
    if (entries !== undefined) {
      any = true;
      const entry = nodes.entry[row] ?? 0;
      if (layer < by && entryType(entries, entry) === "file" && entrySize(entries, entry) > 0) {
        lost.node.push(row);
        lost.root.push(root);
        lost.layer.push(layer);
        lost.entry.push(entry);
        lost.by.push(by);
        lost.deleted.push(deleted);
      }
      nodes.layer[row] = -1;
    }
    for (const child of detachChildren(nodes, row)) open.push(child);
  }
  return any;
}
