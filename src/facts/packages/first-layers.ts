import type { ProbeValue } from "../tree/values.ts";
import type { FoundPackage, PackageExtract } from "./ecosystem.ts";

/** The layer that brought each package of a database: where it first names it, with no layer after that lacks it. */
export function firstLayers(
  final: readonly FoundPackage[],
  path: string,
  all: readonly ProbeValue<PackageExtract>[],
): ReadonlyMap<FoundPackage, number> {
  const since = new Map<string, number>();
  for (const { layer, value } of all.filter((one) => one.path === path)) {
    const here = new Set((value.packages ?? []).map(keyOf));
    for (const key of since.keys()) if (!here.has(key)) since.delete(key);
    for (const key of here) if (!since.has(key)) since.set(key, layer);
  }
  return new Map(
    final.flatMap((one) => {
      const layer = since.get(keyOf(one));
      return layer === undefined ? [] : [[one, layer] as const];
    }),
  );
}

function keyOf({ name, version, qualifiers }: FoundPackage): string {
  return `${name}\n${version}\n${qualifiers?.["arch"] ?? ""}`;
}
