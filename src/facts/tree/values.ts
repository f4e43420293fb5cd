import { entryPath } from "../../domain/image/entries.ts";
import type { Probe } from "../../domain/image/probe.ts";
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
export function valuesOf<T>(tree: Tree, { name }: Probe<T>): ProbeValue<T>[] {
  return tree.layers.flatMap(({ values }, layer) =>
    values.filter(({ probe }) => probe === name).map((one) => placed<T>(tree, layer, one)),
  );
}

/** The same of all probes, by their names. */
export function valuesByProbe(tree: Tree): ReadonlyMap<string, ProbeValue<unknown>[]> {
  const found = new Map<string, ProbeValue<unknown>[]>();
  for (const [layer, { values }] of tree.layers.entries()) {
    for (const one of values) {
      const known = found.get(one.probe);
      if (known === undefined) found.set(one.probe, [placed(tree, layer, one)]);
      else known.push(placed(tree, layer, one));
    }
  }
  return found;
}

function placed<T>(
  tree: Tree,
  layer: number,
  { entry, value }: Tree["layers"][number]["values"][number],
): ProbeValue<T> {
  const path = entryPath(tree.layers[layer]!.entries, entry);
  const row = rowOf(tree, path);
  const shown = tree.nodes.layer[row] === layer && tree.nodes.entry[row] === entry;
  return { path, layer, entry, row, shown, value: value as T };
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
