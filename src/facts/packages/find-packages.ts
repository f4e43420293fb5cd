import type { ImageInfo, PackageInfo } from "../../domain/image.ts";
import type { ImageRead } from "../../sources/image/read-image.ts";
import { contentOf } from "../content-of.ts";
import type { Tree } from "../tree.ts";
import { walkTree } from "../tree.ts";
import type { Ecosystem, FoundPackage } from "./ecosystem.ts";
import { ecosystems } from "./ecosystems.ts";

export interface FoundPackages {
  readonly packages: readonly PackageInfo[];
  /** Files that should tell of packages and could not be understood. */
  readonly unread: readonly { readonly path: string; readonly layer: number; readonly reason: string }[];
}

/** Packages of the final file system, by purl and path. What one kind owns (dpkg's Python modules) is not counted again by another. */
export function findPackages(read: ImageRead, tree: Tree, os: ImageInfo["os"]): FoundPackages {
  const owned = new Map<string, Ecosystem>();
  const candidates: { path: string; layer: number; bytes: Uint8Array; ecosystem: Ecosystem }[] = [];
  for (const { path, entry, layer } of walkTree(tree)) {
    if (entry.type !== "file" && entry.type !== "hardlink") continue;
    for (const ecosystem of ecosystems) {
      if (!ecosystem.interested(path)) continue;
      const bytes = contentOf(read, layer, entry);
      if (bytes === undefined) continue;
      candidates.push({ path, layer, bytes, ecosystem });
      for (const file of ecosystem.owns?.(path, bytes) ?? []) owned.set(mergedUsr(file), ecosystem);
    }
  }

  const packages: PackageInfo[] = [];
  const unread: FoundPackages["unread"][number][] = [];
  for (const { path, layer, bytes, ecosystem } of candidates) {
    const owner = owned.get(mergedUsr(path));
    if (owner !== undefined && owner !== ecosystem) continue;
    try {
      const found = ecosystem.parse(path, bytes, os);
      const layers = ecosystem.database === true ? firstLayers(read, ecosystem, path, found, os) : undefined;
      for (const { purl, name, version, source } of found) {
        packages.push({
          purl,
          name,
          version,
          ...(source === undefined ? {} : { source }),
          layer: layers?.get(purl) ?? layer,
          path,
        });
      }
    } catch (error) {
      unread.push({ path, layer, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  packages.sort((a, b) => compareText(a.purl, b.purl) || compareText(a.path, b.path));
  return { packages, unread };
}

/** The layer that brought each package: where the database first names it, with no layer after that lacks it. */
function firstLayers(
  read: ImageRead,
  ecosystem: Ecosystem,
  path: string,
  final: readonly FoundPackage[],
  os: ImageInfo["os"],
): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const { index, contents } of read.layers) {
    const bytes = contents.get(path);
    if (bytes === undefined) continue;
    const here = new Set(ecosystem.parse(path, bytes, os).map(({ purl }) => purl));
    for (const purl of since.keys()) if (!here.has(purl)) since.delete(purl);
    for (const { purl } of final) if (here.has(purl) && !since.has(purl)) since.set(purl, index);
  }
  return since;
}

/** dpkg's lists still say `/lib/...` of files that lie in `/usr/lib/...`. */
function mergedUsr(path: string): string {
  return /^\/(?:bin|sbin|lib[^/]*)\//.test(path) ? `/usr${path}` : path;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
