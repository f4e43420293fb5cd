import { entryName, entrySize, entryType, isFolder, whiteoutsOf, type Entries } from "../../domain/image/entries.ts";
import type { LayerRead } from "../../domain/image/image-scan.ts";
import { rowOf, type Lost, type Tree } from "./tree.ts";
import { childNamed, childOf, childrenOf, detachChildren, findChild, newNodes } from "./tree-nodes.ts";

type TreeLayer = Pick<LayerRead, "entries">;

/** Lay the layers over each other: whiteouts `.wh.NAME` and opaque folders `.wh..wh..opq` (OCI image-spec, layer.md). */
export function mergeLayers(layers: readonly LayerRead[]): Tree {
  const nodes = newNodes(layers.reduce((sum, { entries }) => sum + entries.count, 0));
  const lost: Lost = { node: [], root: [], layer: [], entry: [], by: [], deleted: [] };
  const tree: Tree = { layers, nodes, lost, changes: layers.map(() => ({ added: 0, changed: 0, deleted: 0 })) };
  for (const [index, layer] of layers.entries()) {
    const whiteouts = whiteoutsOf(layer.entries);
    // First all deletions: they apply to the layers below only, wherever they are in the archive.
    deleteMarked(tree, layer, index, whiteouts);
    placeAll(tree, layer, index, whiteouts);
  }
  return tree;
}

function deleteMarked(tree: Tree, { entries }: TreeLayer, index: number, whiteouts: ReadonlySet<number>): void {
  const { nodes, changes } = tree;
  const deleteRow = (row: number): void => {
    const counts = changes[index];
    if (lose(tree, row, index, true) && counts !== undefined) counts.deleted++;
  };
  for (const at of whiteouts) {
    const name = entryName(entries, at);
    const folder = rowOf(tree, entries.folders[entries.folder[at] ?? 0] ?? "");
    if (folder === -1) continue;
    if (name === ".wh..wh..opq") {
      for (const child of childrenOf(nodes, folder)) deleteRow(child);
    } else if (!name.startsWith(".wh..wh.")) {
      const start = at === 0 ? 0 : (entries.nameEnd[at - 1] ?? 0);
      const child = findChild(nodes, folder, entries.names, start + 4, entries.nameEnd[at] ?? 0);
      if (child !== -1) deleteRow(child);
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

/** A function call for each entry: the engine would optimize one long loop as a whole, which takes longer than all entries of a small image. */
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
  const previousLayer = nodes.layer[row] ?? -1;
  const isDir = isFolder(entries, at);
  // Nearly every file is new at its path.
  if (previousLayer !== -1 || nodes.firstChild[row] !== -1) replace(placing, row, isDir);
  const counts = tree.changes[index];
  if (isDir) {
    placing.lastAt = at;
    placing.lastRow = row;
  } else if (counts !== undefined) {
    if (previousLayer === -1 || previousLayer === index) counts.added++;
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
  const cachedRow = rows[folderAt] ?? 0;
  if (rounds[folderAt] === placing.round && canHold(tree, cachedRow)) return cachedRow;
  const path = entries.folders[folderAt] ?? "";
  // Archives list the content of a folder right after it.
  const row = isPathOf(entries, placing.lastAt, path) ? placing.lastRow : makeFolder(tree, path, index);
  rows[folderAt] = row;
  rounds[folderAt] = placing.round;
  return row;
}

/** A folder, or a row that shows nothing: other paths may make it one. */
function canHold({ nodes, layers }: Tree, row: number): boolean {
  const entries = layers[nodes.layer[row] ?? -1]?.entries;
  return entries === undefined || isFolder(entries, nodes.entry[row] ?? 0);
}

/** Whether an entry has this path; false for names that are not all ASCII. */
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

/** The folder's row. A file on the path is replaced, as in the engine; a link is not followed: engines write real paths. */
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
  // Nearly every file is new at its path.
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
