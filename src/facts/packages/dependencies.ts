import type { Placed } from "./find-packages.ts";

/**
 * Finds what packages need, by name or by what others provide, within their ecosystem; a path (`/bin/sh`, of rpm and apk) by who owns it. Of several of one name the nearest counts: the one
 * whose path shares most with the asking one's, then the one that lies highest, as Node and Python look them up.
 */
export function dependencyFinder(
  placed: readonly Placed[],
  ownerOf: (path: string) => Placed | undefined,
): (asking: Placed) => string[] {
  const byName = new Map<string, Placed[]>();
  for (const one of placed) {
    for (const name of new Set([one.found.name, ...(one.found.provides ?? [])])) {
      const key = keyOf(one, name);
      const known = byName.get(key);
      if (known === undefined) byName.set(key, [one]);
      else known.push(one);
    }
  }
  return (asking) => {
    const needs = new Set<string>();
    for (const name of asking.found.dependsOn ?? []) {
      const named = byName.get(keyOf(asking, name)) ?? [];
      const owner = named.length === 0 && name.startsWith("/") ? ownerOf(name) : undefined;
      // Go binaries of one image name the same modules in different versions: those of the same file are meant.
      const here = named.filter(({ path }) => path === asking.path);
      const candidates = owner !== undefined ? [owner] : here.length > 0 ? here : named;
      // A database has them all in one file: each that satisfies the name is meant.
      const meant = asking.ecosystem.database === true ? candidates : nearest(asking.path, candidates);
      for (const { purl } of meant) if (purl !== asking.purl) needs.add(purl);
    }
    return [...needs].sort();
  };
}

/** PyPI names are equal whatever their case and separators (PEP 503). */
function keyOf({ ecosystem: { type } }: Placed, name: string): string {
  return type === "pypi" ? `pypi\n${name.toLowerCase().replace(/[-_.]+/g, "-")}` : `${type}\n${name}`;
}

function nearest(path: string, candidates: readonly Placed[]): readonly Placed[] {
  if (candidates.length < 2) return candidates;
  let best: Placed | undefined;
  let bestShared = -1;
  for (const one of candidates) {
    const shared = sharedFolders(path, one.path);
    const higher = best !== undefined && shared === bestShared && one.path.length < best.path.length;
    if (shared > bestShared || higher) {
      best = one;
      bestShared = shared;
    }
  }
  return best === undefined ? [] : [best];
}

/** Length of the common start, in whole folders. */
function sharedFolders(a: string, b: string): number {
  let shared = 0;
  for (let at = 0; at < a.length && a[at] === b[at]; at++) if (a[at] === "/") shared = at + 1;
  return shared;
}
