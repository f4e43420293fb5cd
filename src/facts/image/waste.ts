import { entryType, entrySize } from "../../domain/image/entries.ts";
import type { WastedPath } from "../../domain/image/image-info.ts";
import type { Tree } from "../tree/tree.ts";
import { nodePath } from "../tree/tree-nodes.ts";
import { compareText } from "../../text/compare-text.ts";

/**
 * Bytes in a layer that the final file system does not show. A deleted folder is one path with its sum for each layer
 * that holds a part of it. Largest first. A file whose content still shows under another name (hard link) is no waste.
 */
export function findWaste(tree: Tree): WastedPath[] {
  const { lost, nodes, layers } = tree;
  const linked = linkedContents(tree);
  const wasteByKey = new Map<string, { root: number; bytes: number; layer: number; by: number; deleted: boolean }>();
  for (const [at, entry] of lost.entry.entries()) {
    const [layer = 0, by = 0, root = 0, deleted = false] = [
      lost.layer[at],
      lost.by[at],
      lost.root[at],
      lost.deleted[at],
    ];
    const entries = layers[layer]?.entries;
    if (entries === undefined || linked.has(layer * 2 ** 32 + entry)) continue;
    const key = `${layer}:${by}:${deleted ? 1 : 0}:${root}`;
    const bytes = entrySize(entries, entry);
    const wasteSum = wasteByKey.get(key);
    if (wasteSum === undefined) wasteByKey.set(key, { root, bytes, layer, by, deleted });
    else wasteSum.bytes += bytes;
  }
  const wasteKind = (deleted: boolean): WastedPath["how"] => (deleted ? "deleted" : "overwritten");
  return [...wasteByKey.values()]
    .map(({ root, bytes, layer, by, deleted }) => ({
      path: nodePath(nodes, root),
      bytes,
      layer,
      by,
      how: wasteKind(deleted),
    }))
    .sort((a, b) => b.bytes - a.bytes || compareText(a.path, b.path) || a.layer - b.layer || a.by - b.by);
}

/** Entries whose content a shown hard link carries, as layer * 2^32 + entry. */
export function linkedContents({ nodes, layers }: Tree): ReadonlySet<number> {
  const linked = new Set<number>();
  if (layers.every(({ entries }) => entries.carriers.size === 0)) return linked;
  for (let row = 0; row < nodes.count; row++) {
    const layer = nodes.layer[row] ?? -1;
    const entries = layers[layer]?.entries;
    const at = nodes.entry[row] ?? 0;
    if (entries === undefined || entryType(entries, at) !== "hardlink") continue;
    const carrier = entries.carriers.get(at);
    if (carrier !== undefined) linked.add(layer * 2 ** 32 + carrier);
  }
  return linked;
}
