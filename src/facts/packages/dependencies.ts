import type { Placed } from "./placed.ts";

/**
 * Finds what packages need, by name or by what others provide, within their ecosystem; a path (`/bin/sh`, of rpm and apk) by whoever owns it. Of several of one name the nearest counts: the one
 * whose path shares most with the asking one's, then the one that lies highest, as Node and Python look them up.
 */
export function dependencyFinder(
  placed: readonly Placed[],
  ownerOf: (path: string) => Placed | undefined,
): (asking: Placed) => string[] {
  const byType = new Map<string, Map<string, Placed[]>>();
  const provide = (one: Placed, name: string): void => {
    const { type } = one.ecosystem;
    let byName = byType.get(type);
    if (byName === undefined) byType.set(type, (byName = new Map()));
    const key = keyOf(type, name);
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [one]);
    else if (known.at(-1) !== one) known.push(one);
  };
  for (const one of placed) {
    provide(one, one.found.name);
    for (const name of one.found.provides ?? []) provide(one, name);
  }
  return (asking) => {
    const { ecosystem, found, path, purl } = asking;
    const byName = byType.get(ecosystem.type);
    const needs = new Set<string>();
    for (const name of found.dependsOn ?? []) {
      const named = byName?.get(keyOf(ecosystem.type, name)) ?? [];
      const owner = named.length === 0 && name.startsWith("/") ? ownerOf(name) : undefined;
      const candidates = owner !== undefined ? [owner] : meant(path, named);
      // A database has them all in one file: each that satisfies the name is meant.
      const chosen = ecosystem.database === true ? candidates : nearest(path, candidates);
      for (const one of chosen) if (one.purl !== purl) needs.add(one.purl);
    }
    return [...needs].sort();
  };
}

/** PyPI names are equal whatever their case and separators (PEP 503). */
function keyOf(type: string, name: string): string {
  return type === "pypi" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name;
}

/** Go binaries of one image name the same modules in different versions: those of the same file are meant. */
function meant(path: string, named: readonly Placed[]): readonly Placed[] {
  if (named.length < 2) return named;
  const here = named.filter((one) => one.path === path);
  return here.length > 0 ? here : named;
}

/** From the asking one's own folder outwards: the first folder with any of them in it, and of several there the one that lies highest. */
function nearest(path: string, candidates: readonly Placed[]): readonly Placed[] {
  if (candidates.length < 2) return candidates;
  for (let end = path.lastIndexOf("/") + 1; end > 0; end = path.lastIndexOf("/", end - 2) + 1) {
    const folder = path.slice(0, end);
    let best: Placed | undefined;
    for (const one of candidates)
      if (one.path.startsWith(folder) && (best === undefined || one.path.length < best.path.length)) best = one;
    if (best !== undefined) return [best];
    if (end === 1) break;
  }
  return candidates.slice(0, 1);
}
