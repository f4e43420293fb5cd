import type { AffectedRange } from "../../domain/advisory/advisory.ts";

/** Undefined: their order is unknown. */
export type Compare = (a: string, b: string) => number | undefined;

/**
 * Ranges as pairs of whole numbers, in which sets are added and subtracted: twice a version's rank is the cut before it, one more the
 * cut after it.
 */
export interface Cuts {
  of(range: AffectedRange): Span;
  /** Spans that do not touch, in order, as ranges. */
  ranges(spans: readonly Span[]): AffectedRange[];
}
export type Span = readonly [from: number, to: number];
export const everything: Span = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** Undefined when two of the bounds cannot be ordered. */
export function cutsOf(ranges: readonly AffectedRange[], compare: Compare): Cuts | undefined {
  const bounds = ranges.flatMap(({ introduced, fixed, lastAffected }) => [introduced, fixed, lastAffected]);
  const versions = [...new Set(bounds.filter((version) => version !== undefined && version !== "0"))] as string[];
  let orderable = true;
  const order = (a: string, b: string): number => {
    const sign = compare(a, b);
    if (sign === undefined) orderable = false;
    return sign ?? 0;
  };
  versions.sort((a, b) => order(a, b) || (a < b ? -1 : 1));
  if (!orderable || (versions.length === 1 && compare(versions[0]!, versions[0]!) === undefined)) return undefined;
  // Versions that are equal in their order, as 1.0 and 1.0.0, have one rank: the first one's.
  const ranks = new Map<string, number>();
  versions.forEach((version, i) => {
    const previous = versions[i - 1];
    ranks.set(version, previous !== undefined && compare(previous, version) === 0 ? ranks.get(previous)! : i);
  });
  const cut = (version: string, after: boolean): number => ranks.get(version)! * 2 + (after ? 1 : 0);
  const versionAt = (at: number): string => versions[at >> 1]!;
  return {
    of({ introduced, exclusive, fixed, lastAffected }) {
      const from = introduced === "0" ? everything[0] : cut(introduced, exclusive === true);
      if (fixed === "0") return [from, everything[0]];
      if (fixed !== undefined) return [from, cut(fixed, false)];
      if (lastAffected === "0") return [from, everything[0]];
      return [from, lastAffected === undefined ? everything[1] : cut(lastAffected, true)];
    },
    ranges: (spans) =>
      spans.map(([from, to]) => ({
        introduced: from === everything[0] ? "0" : versionAt(from),
        ...(from !== everything[0] && from % 2 === 1 && { exclusive: true as const }),
        ...(to !== everything[1] && (to % 2 === 0 ? { fixed: versionAt(to) } : { lastAffected: versionAt(to) })),
      })),
  };
}

/** Union of all spans. */
export function union(spans: readonly Span[]): Span[] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...spans].filter(([a, b]) => a < b).sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Intersection of all spans. */
export function intersection(spans: readonly Span[]): Span {
  return [Math.max(...spans.map(([from]) => from)), Math.min(...spans.map(([, to]) => to))];
}

/** Parts of `spans` (in order, not touching) outside of `subtracted` (in order as well). */
export function difference(spans: readonly Span[], subtracted: readonly Span[]): Span[] {
  const remainder: Span[] = [];
  for (const [from, to] of spans) {
    let at = from;
    for (const [start, end] of subtracted) {
      if (end <= at || start >= to) continue;
      if (start > at) remainder.push([at, start]);
      at = Math.max(at, end);
    }
    if (at < to) remainder.push([at, to]);
  }
  return remainder;
}
