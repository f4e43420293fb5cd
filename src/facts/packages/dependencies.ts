import type { LocatedPackage } from "./located-package.ts";

/**
 * Finds what packages need, by name or by what others provide, within their ecosystem; a path (`/bin/sh`, of rpm and apk) by its owner. Of several with one name the nearest counts: the one
 * whose path shares most with the requesting package's, then the highest one, as Node and Python resolve them.
 */
export function dependencyFinder(
  packages: readonly LocatedPackage[],
  ownerOf: (path: string) => LocatedPackage | undefined,
): (asking: LocatedPackage) => string[] {
  const byType = new Map<string, Map<string, LocatedPackage[]>>();
  const provide = (provider: LocatedPackage, name: string): void => {
    const { type } = provider.ecosystem;
    let byName = byType.get(type);
    if (byName === undefined) byType.set(type, (byName = new Map()));
    const key = keyOf(type, name);
    const providers = byName.get(key);
    if (providers === undefined) byName.set(key, [provider]);
    else if (providers.at(-1) !== provider) providers.push(provider);
  };
  for (const provider of packages) {
    provide(provider, provider.found.name);
    for (const name of provider.found.provides ?? []) provide(provider, name);
  }
  return (asking) => {
    const { ecosystem, found, path, purl } = asking;
    const byName = byType.get(ecosystem.type);
    const needs = new Set<string>();
    for (const name of found.dependsOn ?? []) {
      const providers = byName?.get(keyOf(ecosystem.type, name)) ?? [];
      const owner = providers.length === 0 && name.startsWith("/") ? ownerOf(name) : undefined;
      const candidates = owner !== undefined ? [owner] : preferSameFile(path, providers);
      // A database has them all in one file: each that satisfies the name matches.
      const dependencies = ecosystem.database === true ? candidates : nearest(path, candidates);
      for (const dependency of dependencies) if (dependency.purl !== purl) needs.add(dependency.purl);
    }
    return [...needs].sort();
  };
}

/** PyPI names are equal whatever their case and separators (PEP 503). */
function keyOf(type: string, name: string): string {
  return type === "pypi" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name;
}

/** Go binaries of one image name the same modules in different versions: those of the same file match. */
function preferSameFile(path: string, candidates: readonly LocatedPackage[]): readonly LocatedPackage[] {
  if (candidates.length < 2) return candidates;
  const sameFile = candidates.filter((candidate) => candidate.path === path);
  return sameFile.length > 0 ? sameFile : candidates;
}

/** From the requesting package's folder outwards: the first folder that has any of them, and of several there the highest one. */
function nearest(path: string, candidates: readonly LocatedPackage[]): readonly LocatedPackage[] {
  if (candidates.length < 2) return candidates;
  for (let end = path.lastIndexOf("/") + 1; end > 0; end = path.lastIndexOf("/", end - 2) + 1) {
    const folder = path.slice(0, end);
    let best: LocatedPackage | undefined;
    for (const candidate of candidates)
      if (candidate.path.startsWith(folder) && (best === undefined || candidate.path.length < best.path.length))
        best = candidate;
    if (best !== undefined) return [best];
    if (end === 1) break;
  }
  return candidates.slice(0, 1);
}
