import type { Entries, FileType } from "../domain/entries.ts";
import { entryMode, entryName, entryOwner, entrySize, entryType, isFolder, whiteoutsOf } from "../domain/entries.ts";
import type { LayerRead } from "../sources/image/read-image.ts";
import {
  childNamed,
  childOf,
  childrenOf,
  detachChildren,
  findChild,
  findNamed,
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
    const whiteouts = whiteoutsOf(layer.entries);
    // First all deletions: they mean the layers below only, wherever they stand in the archive.
    deleteMarked(tree, layer, index, whiteouts);
    placeAll(tree, layer, index, whiteouts);
  }
  return tree;
}

function deleteMarked(tree: Tree, { entries }: TreeLayer, index: number, whiteouts: ReadonlySet<number>): void {
  const { nodes, changes } = tree;
  const gone = (row: number): void => {
    const counts = changes[index];
    if (lose(tree, row, index, true) && counts !== undefined) counts.deleted++;
  };
  for (const at of whiteouts) {
    const name = entryName(entries, at);
    const folder = folderRow(nodes, entries.folders[entries.folder[at] ?? 0] ?? "");
    if (folder === -1) continue;
    if (name === ".wh..wh..opq") {
      for (const child of childrenOf(nodes, folder)) gone(child);
    } else if (!name.startsWith(".wh..wh.")) {
      const start = at === 0 ? 0 : (entries.nameEnd[at - 1] ?? 0);
      const child = findChild(nodes, folder, entries.names, start + 4, entries.nameEnd[at] ?? 0);
      if (child !== -1) gone(child);
    }
  }
}

/** The work on one layer. */
interface Placing {
  readonly tree: Tree;
  readonly entries: Entries;
  readonly index: number;
  /** Rows of folders that were looked up, each good for the round in which it was: a new round costs nothing, however many there are. */
  readonly rows: Int32Array;
  readonly rounds: Uint32Array;
  round: number;
  /** The folder that was placed last, -1 for none, and its row. */
  lastAt: number;
  lastRow: number;
}

/** A step of its own for each entry: one long loop is optimised as a whole, which takes longer than all entries of a small image. */
function placeAll(tree: Tree, { entries }: TreeLayer, index: number, whiteouts: ReadonlySet<number>): void {
  const [rows, rounds] = [new Int32Array(entries.folders.length), new Uint32Array(entries.folders.length)];
  const placing: Placing = { tree, entries, index, rows, rounds, round: 1, lastAt: -1, lastRow: 0 };
  for (let at = 0; at < entries.count; at++) if (whiteouts.size === 0 || !whiteouts.has(at)) place(placing, at);
}

function place(placing: Placing, at: number): void {
  const { tree, entries, index } = placing;
  const { nodes } = tree;
  const folder = rowOfFolder(placing, entries.folder[at] ?? 0);
  const start = at === 0 ? 0 : (entries.nameEnd[at - 1] ?? 0);
  const end = entries.nameEnd[at] ?? 0;
  const row = start === end ? folder : childOf(nodes, folder, entries.names, start, end);
  const before = nodes.layer[row] ?? -1;
  const isDir = isFolder(entries, at);
  // Nearly every file is new where it lies.
  if (before !== -1 || nodes.firstChild[row] !== -1) replace(placing, row, isDir);
  const counts = tree.changes[index];
  if (isDir) {
    placing.lastAt = at;
    placing.lastRow = row;
  } else if (counts !== undefined) {
    if (before === -1 || before === index) counts.added++;
    else counts.changed++;
  }
  nodes.layer[row] = index;
  nodes.entry[row] = at;
}

function replace(placing: Placing, row: number, byFolder: boolean): void {
  const { tree, index } = placing;
  const hadFolder = canHold(tree, row);
  if (byFolder && hadFolder) return;
  lose(tree, row, index, hadFolder);
  // Folders below may be among those that were looked up.
  if (hadFolder) {
    placing.round++;
    placing.lastAt = -1;
  }
}

function rowOfFolder(placing: Placing, folderAt: number): number {
  const { tree, entries, index, rows, rounds } = placing;
  const known = rows[folderAt] ?? 0;
  if (rounds[folderAt] === placing.round && canHold(tree, known)) return known;
  const path = entries.folders[folderAt] ?? "";
  // Archives name what a folder holds right behind it.
  const row = isPathOf(entries, placing.lastAt, path) ? placing.lastRow : makeFolder(tree, path, index);
  rows[folderAt] = row;
  rounds[folderAt] = placing.round;
  return row;
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

/** Row of what `path` leads to, whatever shows there; symbolic links followed, at most 40 (Linux's limit) in all. -1: no layer has it. */
export function findRow(tree: Tree, path: string): number {
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
    const link = layer.entries.links.get(entry) ?? "";
    if (link.startsWith("/")) row = 0;
    text = `${link}/${text.slice(start)}`;
    start = 0;
  }
  return row;
}

/** A folder, or a row that shows nothing: other paths may make it one. */
function canHold({ nodes, layers }: Tree, row: number): boolean {
  const entries = layers[nodes.layer[row] ?? -1]?.entries;
  return entries === undefined || isFolder(entries, nodes.entry[row] ?? 0);
}

function folderRow(nodes: Nodes, path: string): number {
  let row = 0;
  for (const part of path.split("/")) {
    if (part === "") continue;
    row = findNamed(nodes, row, part);
    if (row === -1) return -1;
  }
  return row;
}

/** Whether an entry lies at this path; false for names that are not all ASCII. */
function isPathOf({ folders, folder, names, nameEnd }: Entries, at: number, path: string): boolean {
  if (at === -1) return false;
  const above = folders[folder[at] ?? 0] ?? "";
  const start = at === 0 ? 0 : (nameEnd[at - 1] ?? 0);
  const shift = above.length + 1 - start;
  if (path.length !== shift + (nameEnd[at] ?? 0) || path.charCodeAt(above.length) !== 0x2f) return false;
  for (let from = path.length - shift - 1; from >= start; from--) {
    const code = path.charCodeAt(from + shift);
    if (code > 127 || code !== names[from]) return false;
  }
  return path.startsWith(above);
}

/** The folder's row. A file on the way goes, as it does in the engine; a link is taken as it stands: engines write real paths. */
function makeFolder(tree: Tree, path: string, index: number): number {
  let row = 0;
  for (const part of path.split("/")) {
    if (part === "") continue;
    row = childNamed(tree.nodes, row, part);
    if (!canHold(tree, row)) lose(tree, row, index, false);
  }
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
