import type { SbomContents } from "../../domain/image/image-info.ts";
import { numbered } from "./numbered.ts";
import { compareText } from "../../text/compare-text.ts";

type ListedPackage = SbomContents["packages"][number];

/** A package with a unique ref, and the refs of its dependencies. */
export interface Item {
  readonly info: ListedPackage;
  /** The purl; with `|` and the path if several packages share it, and a number if even that is not unique. */
  readonly ref: string;
  /** Refs, sorted. Absent: the data has no dependencies, which is not the same as none. */
  readonly needs?: readonly string[];
}

/** The packages by purl and path, regardless of their order in the report. */
export function inventory(packages: readonly ListedPackage[]): Item[] {
  // Strict readers reject a document with a lone surrogate, and refs must not become equal by its replacement.
  const wellFormed = packages.map((info) => ({ info, purl: info.purl.toWellFormed(), path: info.path.toWellFormed() }));
  wellFormed.sort((a, b) => compareText(a.purl, b.purl) || compareText(a.path, b.path) || a.info.layer - b.info.layer);
  const unique = numbered("|");
  const identified = wellFormed.map(({ info, purl, path }, at) => {
    const isUniquePurl = wellFormed[at - 1]?.purl !== purl && wellFormed[at + 1]?.purl !== purl;
    return { info, purl, path, ref: unique(isUniquePurl ? purl : `${purl}|${path}`) };
  });
  const byPurl = Map.groupBy(identified, ({ purl }) => purl);
  return identified.map(({ info, path, ref }) => {
    if (info.dependsOn === undefined) return { info, ref };
    const needs = new Set<string>();
    for (const purl of info.dependsOn) {
      const need = nearest(byPurl.get(purl.toWellFormed()) ?? [], path)?.ref;
      if (need !== undefined && need !== ref) needs.add(need);
    }
    return { info, ref, needs: [...needs].sort() };
  });
}

/**
 * Of several installations of one package, the one with the longest common path prefix: module loaders search from
 * the inside out. In a sorted list it is next to the insertion point of `path`.
 */
function nearest<T extends { readonly path: string }>(sorted: readonly T[], path: string): T | undefined {
  if (sorted.length < 2) return sorted[0];
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(sorted[middle]?.path ?? "", path) < 0) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [sorted[low - 1], sorted[low]];
  if (before === undefined || after === undefined) return before ?? after;
  return common(after.path, path) > common(before.path, path) ? after : before;
}

function common(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** The direct dependencies of the image: items that no other needs, and one of each cycle that nothing outside needs. */
export function tops(items: readonly Item[]): string[] {
  const byRef = new Map(items.map((item) => [item.ref, item]));
  const needed = new Set(items.flatMap(({ needs }) => needs ?? []));
  const reached = new Set<string>();
  const topRefs: string[] = [];
  const reach = (top: string) => {
    if (reached.has(top)) return;
    topRefs.push(top);
    const open = [top];
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      if (reached.has(ref)) continue;
      reached.add(ref);
      open.push(...(byRef.get(ref)?.needs ?? []));
    }
  };
  for (const { ref } of items) if (!needed.has(ref)) reach(ref);
  for (const { ref } of items) reach(ref);
  return topRefs.sort();
}
