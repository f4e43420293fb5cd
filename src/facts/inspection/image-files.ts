import { entrySize, isFolder } from "../../domain/image/entries.ts";
import type { ImageFiles } from "../../domain/image/image-files.ts";
import type { LayerInfo } from "../../domain/image/image-info.ts";
import type { ObservedFiles } from "../../domain/workload/observation.ts";
import { compareText } from "../../text/compare-text.ts";
import { linkedContents } from "../image/waste.ts";
import { nodeName, nodePath } from "../tree/tree-nodes.ts";
import type { Tree } from "../tree/tree.ts";

/** An image of more files has its small ones added up. A map of so many opens in a second. */
export const mostFiles = 250_000;

export interface FilesOf {
  readonly image: string;
  readonly layers: readonly Pick<LayerInfo, "createdBy" | "line">[];
  readonly tree: Tree;
  /** Purl of the package that owns what shows at a row of the tree. */
  readonly ownerOf: (row: number) => string | undefined;
  /** Files that the workload opened; undefined without an observation. */
  readonly observed?: ObservedFiles | undefined;
}

interface Item {
  readonly row: number;
  readonly layer: number;
  readonly bytes: number;
  readonly hiddenBy: number;
  readonly count: number;
}

/** Every file of every layer, also what a later layer hides. */
export function imageFiles({ image, layers, tree, ownerOf, observed }: FilesOf, maxItems = mostFiles): ImageFiles {
  const items = bounded(tree, [...itemsOf(tree)], maxItems);
  const rows = rowsOf(tree, items);
  const owner = items.map(({ row, count }) => (count > 1 ? undefined : ownerOf(row)));
  const owners = [...new Set(owner.filter((purl) => purl !== undefined))].sort(compareText);
  const ownerAt = new Map(owners.map((purl, index) => [purl, index]));
  return {
    image,
    layers: layers.map(({ createdBy, line }) => ({ createdBy, ...(line !== undefined && { line }) })),
    names: [...rows.keys()].map((row) => (row === 0 ? "" : nodeName(tree.nodes, row))),
    parents: [...rows.keys()].map((row) => rows.get(tree.nodes.parent[row] ?? 0) ?? 0),
    paths: items.map(({ row }) => rows.get(row) ?? 0),
    layer: items.map(({ layer }) => layer),
    bytes: items.map(({ bytes }) => bytes),
    hiddenBy: items.map(({ hiddenBy }) => hiddenBy),
    owned: owner.map((purl) => (purl === undefined ? -1 : (ownerAt.get(purl) ?? -1))),
    owners,
    ...(observed !== undefined && observed.method !== "none" && { used: items.map(useOf(tree, observed)) }),
    ...(items.some(({ count }) => count > 1) && { counts: items.map(({ count }) => count) }),
  };
}

function* itemsOf(tree: Tree): Generator<Item> {
  const { nodes, layers, lost } = tree;
  for (let row = 0; row < nodes.count; row++) {
    const layer = nodes.layer[row] ?? -1;
    const entries = layers[layer]?.entries;
    const entry = nodes.entry[row] ?? 0;
    if (entries === undefined || isFolder(entries, entry)) continue;
    yield { row, layer, bytes: entrySize(entries, entry), hiddenBy: -1, count: 1 };
  }
  const linked = linkedContents(tree);
  for (const [at, entry] of lost.entry.entries()) {
    const [layer = 0, row = 0, by = -1] = [lost.layer[at], lost.node[at], lost.by[at]];
    const entries = layers[layer]?.entries;
    if (entries === undefined || isFolder(entries, entry)) continue;
    // Its content still shows under another name.
    const hiddenBy = linked.has(layer * 2 ** 32 + entry) ? -1 : by;
    yield { row, layer, bytes: entrySize(entries, entry), hiddenBy, count: 1 };
  }
}

/** The largest as they are; of the others a sum for each folder, layer and fate, at the depth that leaves few enough. */
function bounded(tree: Tree, items: readonly Item[], maxItems: number): readonly Item[] {
  if (items.length <= maxItems) return items;
  const sorted = [...items].sort((a, b) => b.bytes - a.bytes || a.row - b.row || a.layer - b.layer);
  const largestItems = sorted.slice(0, Math.floor(maxItems / 2));
  const small = sorted.slice(largestItems.length);
  for (let depth = 6; depth > 0; depth--) {
    const sums = sumsOf(tree, small, depth);
    if (sums.length <= maxItems - largestItems.length) return [...largestItems, ...sums];
  }
  return [...largestItems, ...sumsOf(tree, small, 0)];
}

function sumsOf({ nodes }: Tree, items: readonly Item[], depth: number): Item[] {
  const sums = new Map<string, Item>();
  for (const { row, layer, bytes, hiddenBy } of items) {
    const way: number[] = [];
    for (let at = nodes.parent[row] ?? 0; at !== 0; at = nodes.parent[at] ?? 0) way.push(at);
    const folder = way.at(-depth) ?? way[0] ?? 0;
    const at = depth === 0 ? 0 : folder;
    const key = `${at}:${layer}:${hiddenBy}`;
    const folderSum = sums.get(key);
    sums.set(key, {
      row: at,
      layer,
      hiddenBy,
      bytes: bytes + (folderSum?.bytes ?? 0),
      count: 1 + (folderSum?.count ?? 0),
    });
  }
  return [...sums.values()];
}

/** The rows that are needed, folders first, each with its new number. */
function rowsOf({ nodes }: Tree, items: readonly Item[]): ReadonlyMap<number, number> {
  const needed = new Uint8Array(nodes.count);
  needed[0] = 1;
  for (const { row } of items) for (let at = row; needed[at] !== 1; at = nodes.parent[at] ?? 0) needed[at] = 1;
  const rows = new Map<number, number>();
  // A folder's row was created before those of its content.
  for (const [row, isNeeded] of needed.entries()) if (isNeeded === 1) rows.set(row, rows.size);
  return rows;
}

function useOf({ nodes }: Tree, { opened, executed, complete }: ObservedFiles): (item: Item) => number {
  const usedPaths = new Set([...opened, ...executed]);
  return ({ row, hiddenBy, count }) => {
    if (hiddenBy !== -1 || count > 1) return -1;
    if (usedPaths.has(nodePath(nodes, row))) return 1;
    return complete ? 0 : -1;
  };
}
