import { entryPath } from "../../domain/image/entries.ts";
import type { LayerProbe } from "../../domain/image/layer-probe.ts";
import { fileAt, findRow, rowOf, type Tree } from "./tree.ts";

/** A probe's value of one file, and whether the final file system still shows that file. */
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
export function valuesOf<T>(tree: Tree, { name }: LayerProbe<T>): ProbeValue<T>[] {
  return tree.layers.flatMap(({ values }, layer) =>
    values.filter(({ probe }) => probe === name).map((layerValue) => probeValueOf<T>(tree, layer, layerValue)),
  );
}

/** The same of all probes, by their names. */
export function valuesByProbe(tree: Tree): ReadonlyMap<string, ProbeValue<unknown>[]> {
  const byProbe = new Map<string, ProbeValue<unknown>[]>();
  for (const [layer, { values }] of tree.layers.entries()) {
    for (const layerValue of values) {
      const probeValues = byProbe.get(layerValue.probe);
      if (probeValues === undefined) byProbe.set(layerValue.probe, [probeValueOf(tree, layer, layerValue)]);
      else probeValues.push(probeValueOf(tree, layer, layerValue));
    }
  }
  return byProbe;
}

function probeValueOf<T>(
  tree: Tree,
  layer: number,
  { entry, value }: Tree["layers"][number]["values"][number],
): ProbeValue<T> {
  const path = entryPath(tree.layers[layer]!.entries, entry);
  const row = rowOf(tree, path);
  const isShown = tree.nodes.layer[row] === layer && tree.nodes.entry[row] === entry;
  return { path, layer, entry, row, shown: isShown, value: value as T };
}

/** For entries that do not show: the layer that took them away, keyed layer * 2^32 + entry. */
export function hidings({ lost }: Tree): ReadonlyMap<number, number> {
  return new Map(lost.entry.map((entry, at) => [(lost.layer[at] ?? 0) * 2 ** 32 + entry, lost.by[at] ?? 0]));
}

/** The value of what shows at `path`, symbolic links followed. */
export function valueAt<T>(tree: Tree, probe: LayerProbe<T>, path: string): T | undefined {
  const row = findRow(tree, path);
  const file = row === -1 ? undefined : fileAt(tree, row);
  if (file === undefined) return undefined;
  const layer = tree.layers[file.layer];
  const entry = file.type === "hardlink" ? (layer?.entries.carriers.get(file.entry) ?? file.entry) : file.entry;
  const match = layer?.values.find(
    (layerValue) => layerValue.probe === probe.name && (layerValue.entry === file.entry || layerValue.entry === entry),
  );
  return match?.value as T | undefined;
}
