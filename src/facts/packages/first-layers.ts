import type { ProbeValue } from "../tree/values.ts";
import type { FoundPackage, PackageExtract } from "./ecosystem.ts";

/** The layer that brought each package of a database: where it first names it, with no layer after that lacks it. */
export function firstLayers(
  final: readonly FoundPackage[],
  path: string,
  probeValues: readonly ProbeValue<PackageExtract>[],
): ReadonlyMap<FoundPackage, number> {
  const since = new Map<string, number>();
  for (const { layer, value } of probeValues.filter((probeValue) => probeValue.path === path)) {
    const layerKeys = new Set((value.packages ?? []).map(keyOf));
    for (const key of since.keys()) if (!layerKeys.has(key)) since.delete(key);
    for (const key of layerKeys) if (!since.has(key)) since.set(key, layer);
  }
  return new Map(
    final.flatMap((finalPackage) => {
      const layer = since.get(keyOf(finalPackage));
      return layer === undefined ? [] : [[finalPackage, layer] as const];
    }),
  );
}

function keyOf({ name, version, qualifiers }: FoundPackage): string {
  return `${name}\n${version}\n${qualifiers?.["arch"] ?? ""}`;
}
