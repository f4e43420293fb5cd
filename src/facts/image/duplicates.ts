import { entrySize, entryType } from "../../domain/image/entries.ts";
import type { DuplicateFiles } from "../../domain/image/image-info.ts";
import type { FileRef } from "../../domain/image/file-ref.ts";
import type { Tree } from "../tree/tree.ts";
import { nodePath } from "../tree/tree-nodes.ts";
import { compareText } from "../../text/compare-text.ts";

/** Smaller files are not compared: of all bytes they hold little, and reading them all costs more than everything else. */
export const comparedFrom = 16_384;

/** Shown files of a size that another one has too, and whose hash is not known yet. */
export function duplicateCandidates(tree: Tree): FileRef[] {
  return sameSize(tree)
    .flat()
    .filter(({ layer, index }) => tree.layers[layer]?.hashes.has(index) !== true)
    .map(({ layer, index }) => ({ layer, index }));
}

/** Files of equal content, most wasteful first. `hashes` (keyed `LAYER:INDEX`) must cover all of `duplicateCandidates`. */
export function findDuplicates(tree: Tree, hashes: ReadonlyMap<string, string>): DuplicateFiles[] {
  const duplicates: DuplicateFiles[] = [];
  for (const group of sameSize(tree)) {
    const byHash = Map.groupBy(
      group,
      ({ layer, index }) => tree.layers[layer]?.hashes.get(index) ?? hashes.get(`${layer}:${index}`),
    );
    for (const [hash, copies] of byHash) {
      if (hash === undefined || copies.length < 2) continue;
      const bytes = copies[0]?.bytes ?? 0;
      const paths = copies.map(({ row }) => nodePath(tree.nodes, row)).sort();
      duplicates.push({ bytes, paths, wastedBytes: bytes * (paths.length - 1) });
    }
  }
  return duplicates.sort((a, b) => b.wastedBytes - a.wastedBytes || compareText(a.paths[0] ?? "", b.paths[0] ?? ""));
}

/** Hard links are one file and do not count. */
function sameSize({ nodes, layers }: Tree): (FileRef & { readonly row: number; readonly bytes: number })[][] {
  const bySize = new Map<number, (FileRef & { readonly row: number; readonly bytes: number })[]>();
  for (let row = 0; row < nodes.count; row++) {
    const layer = nodes.layer[row] ?? -1;
    const entries = layers[layer]?.entries;
    const index = nodes.entry[row] ?? 0;
    const bytes = entries === undefined ? 0 : entrySize(entries, index);
    if (entries === undefined || bytes < comparedFrom || entryType(entries, index) !== "file") continue;
    const sizeGroup = bySize.get(bytes);
    if (sizeGroup === undefined) bySize.set(bytes, [{ layer, index, row, bytes }]);
    else sizeGroup.push({ layer, index, row, bytes });
  }
  return [...bySize.values()].filter((group) => group.length > 1);
}
