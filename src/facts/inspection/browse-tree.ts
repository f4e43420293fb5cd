import type { BrowseRow, BrowseTree, PathMark } from "../../domain/image/browse-tree.ts";
import { entrySize } from "../../domain/image/entries.ts";
import { compareText } from "../../text/compare-text.ts";
import { linkedContents } from "../image/waste.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import { childNamed, newNodes, nodeName, nodePath } from "../tree/tree-nodes.ts";
import { fileAt, findRow, rowOf, type Tree } from "../tree/tree.ts";
import type { FileRef } from "../../domain/image/file-ref.ts";
import { finalPaths, layerPaths } from "./tree-paths.ts";

interface Item {
  readonly path: string;
  readonly type: "file" | "dir" | "symlink" | "other";
  readonly bytes: number;
  readonly wasted: number;
  readonly mark?: PathMark;
}

/** The final file system, and hidden files of the layers. */
export function browseImage(tree: Tree): BrowseTree {
  return browse(function* () {
    for (const { path, type, size } of finalPaths(tree)) yield { path, type, bytes: size, wasted: 0 };
    for (const { path, bytes } of wasteOf(tree)) yield { path, type: "file", bytes: 0, wasted: bytes };
  });
}

/** Additions and deletions of one layer. */
export function browseLayer(tree: Tree, layer: number): BrowseTree {
  return browse(function* () {
    for (const { path, type, size, change } of layerPaths(tree.layers, layer))
      // That a folder is named says nothing: archives name those that were there before as well.
      if (type === "dir" && change !== "deleted") yield { path, type, bytes: 0, wasted: 0 };
      else yield { path, type, bytes: size, wasted: 0, mark: change };
    for (const { path, bytes, from } of wasteOf(tree))
      if (from === layer) yield { path, type: "file", bytes: 0, wasted: bytes };
  });
}

/** The content that a path leads to: in the final file system, where links are followed, or in one layer, where they are not. */
export function contentOf(tree: Tree, layer: number | undefined, path: string): FileRef | undefined {
  if (layer === undefined) return refAt(tree, findRow(tree, path));
  const only = tree.layers[layer];
  if (only === undefined) return undefined;
  const layerTree = mergeLayers([only]);
  const ref = refAt(layerTree, rowOf(layerTree, path));
  return ref && { layer, index: ref.index };
}

function refAt(tree: Tree, row: number): FileRef | undefined {
  const file = row === -1 ? undefined : fileAt(tree, row);
  if (file === undefined) return undefined;
  const index =
    file.type === "file"
      ? file.entry
      : file.type === "hardlink"
        ? tree.layers[file.layer]?.entries.carriers.get(file.entry)
        : undefined;
  return index === undefined ? undefined : { layer: file.layer, index };
}

function* wasteOf(tree: Tree): Generator<{ readonly path: string; readonly bytes: number; readonly from: number }> {
  const { lost, layers, nodes } = tree;
  const linked = linkedContents(tree);
  for (const [at, entry] of lost.entry.entries()) {
    const [from = 0, row = 0] = [lost.layer[at], lost.node[at]];
    const entries = layers[from]?.entries;
    // Its content may still show under another name.
    if (entries === undefined || linked.has(from * 2 ** 32 + entry)) continue;
    yield { path: nodePath(nodes, row), bytes: entrySize(entries, entry), from };
  }
}

const kinds = ["folder", "file", "symlink", "other"] as const;
const marks = [undefined, "added", "changed", "deleted"] as const;
const kindOf = { dir: 0, file: 1, symlink: 2, other: 3 } as const;

function browse(items: () => Iterable<Item>): BrowseTree {
  const nodes = newNodes();
  const placeOf = (path: string): number => {
    let row = 0;
    for (const part of path.split("/")) if (part !== "") row = childNamed(nodes, row, part);
    return row;
  };
  const itemsWithRow = Array.from(items(), (item) => ({ ...item, row: placeOf(item.path) }));
  const { count } = nodes;
  const columns = () => new Float64Array(count);
  const [bytes, wasted, deletedBytes, files] = [columns(), columns(), columns(), columns()];
  const [kind, mark, visitedRows] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)];
  const add = (column: Float64Array, row: number, value: number) => void (column[row] = (column[row] ?? 0) + value);
  for (const item of itemsWithRow) {
    const { row } = item;
    const isWaste = item.wasted > 0;
    const isGone = item.mark === "deleted";
    add(isGone ? deletedBytes : bytes, row, item.bytes);
    add(wasted, row, item.wasted);
    if (item.type !== "dir" && !isGone && !isWaste) add(files, row, 1);
    const isFirst = visitedRows[row] === 0;
    if (isFirst || !isWaste) kind[row] = kindOf[item.type];
    // Purely wasted files are not visible any more. Files that a layer deletes and adds again are not deleted.
    const itemMark = isWaste && isFirst ? "deleted" : item.mark;
    if (itemMark !== undefined && mark[row] === 0) mark[row] = marks.indexOf(itemMark);
    visitedRows[row] = 1;
  }
  for (let row = count - 1; row > 0; row--) {
    const parent = nodes.parent[row] ?? 0;
    for (const column of [bytes, wasted, deletedBytes, files]) add(column, parent, column[row] ?? 0);
  }
  const below: number[][] = [];
  for (let row = 1; row < count; row++) (below[nodes.parent[row] ?? 0] ??= []).push(row);
  const weight = (row: number) => Math.max((bytes[row] ?? 0) + (deletedBytes[row] ?? 0), wasted[row] ?? 0);
  const sorted = new Set<number>();
  const names = new Map<number, string>();
  const name = (row: number): string => {
    const rowName = names.get(row) ?? (row === 0 ? "" : nodeName(nodes, row));
    names.set(row, rowName);
    return rowName;
  };
  return {
    count,
    name,
    path: (row) => nodePath(nodes, row),
    parent: (row) => nodes.parent[row] ?? 0,
    children(row) {
      const children = below[row] ?? [];
      if (!sorted.has(row)) {
        sorted.add(row);
        children.sort((a, b) => weight(b) - weight(a) || compareText(name(a), name(b)));
      }
      return children;
    },
    at: (row): BrowseRow => ({
      kind: below[row] !== undefined ? "folder" : (kinds[kind[row] ?? 0] ?? "other"),
      bytes: bytes[row] ?? 0,
      wasted: wasted[row] ?? 0,
      gone: deletedBytes[row] ?? 0,
      files: files[row] ?? 0,
      mark: marks[mark[row] ?? 0],
    }),
  };
}
