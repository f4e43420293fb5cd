import { entryPath } from "../domain/entries.ts";
import type { Probe } from "../sources/image/probe.ts";
import { fileAt, findRow, rowOf, type Tree } from "./tree.ts";

/** What a probe read out of one file, and whether the final file system still shows that file. */
export interface ProbeValue<T> {
  readonly path: string;
  readonly layer: number;
  readonly entry: number;
  /** Row of the path in the tree. */
  readonly row: number;
  readonly shown: boolean;
  readonly value: T;
}

/** All values of a probe, layer by layer in the order of the archives. The probe's type says what its values are. */
export function valuesOf<T>(tree: Tree, probe: Probe<T>): ProbeValue<T>[] {
  const found: ProbeValue<T>[] = [];
  for (const [layer, { entries, values }] of tree.layers.entries()) {
    for (const { probe: name, entry, value } of values) {
      if (name !== probe.name) continue;
      const path = entryPath(entries, entry);
      const row = rowOf(tree, path);
      const shown = tree.nodes.layer[row] === layer && tree.nodes.entry[row] === entry;
      found.push({ path, layer, entry, row, shown, value: value as T });
    }
  }
  return found;
}

/** For entries that do not show: the layer that took them away, keyed layer * 2^32 + entry. */
export function hidings({ lost }: Tree): ReadonlyMap<number, number> {
  return new Map(lost.entry.map((entry, at) => [(lost.layer[at] ?? 0) * 2 ** 32 + entry, lost.by[at] ?? 0]));
}

/** The value of what shows at `path`, symbolic links followed. */
export function valueAt<T>(tree: Tree, probe: Probe<T>, path: string): T | undefined {
  const row = findRow(tree, path);
  const file = row === -1 ? undefined : fileAt(tree, row);
  if (file === undefined) return undefined;
  const layer = tree.layers[file.layer];
  const entry = file.type === "hardlink" ? (layer?.entries.carriers.get(file.entry) ?? file.entry) : file.entry;
  const known = layer?.values.find(
    (one) => one.probe === probe.name && (one.entry === file.entry || one.entry === entry),
  );
  return known?.value as T | undefined;
}
