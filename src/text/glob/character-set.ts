import { ownValue } from "../../domain/own-value.ts";

/** A class such as `[^a-z]`: rising, disjoint ranges of code points, both ends included. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly negated: boolean;
  /** A slash may be in it, as where the pattern becomes a regular expression. */
  readonly slash: boolean;
}

function characterSet(
  ranges: readonly (readonly [first: number, last: number])[],
  { negated, slash }: { readonly negated: boolean; readonly slash: boolean },
): CharacterSet {
  const merged: [number, number][] = [];
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const previousRange = merged.at(-1);
    if (last < first) continue;
    if (previousRange !== undefined && first <= previousRange[1] + 1)
      previousRange[1] = Math.max(previousRange[1], last);
    else merged.push([first, last]);
  }
  return { ranges: merged, negated, slash };
}

/** By halving, as a hostile class may have a hundred thousand ranges. */
export function holds({ ranges, negated, slash }: CharacterSet, point: number): boolean {
  if (point === 47 && !slash) return false;
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? 0) < point) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return (range !== undefined && range[0] <= point) !== negated;
}

const posixClasses: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  alpha: [
    [65, 90],
    [97, 122],
  ],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: [[48, 57]],
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: [[65, 90]],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

export interface ClassDialect {
  /** Characters that negate at the beginning: `^`, or `^!`. */
  readonly negation: string;
  /** A leading `]` is literal. */
  readonly bracketFirst: boolean;
  /** `[:alpha:]` within. */
  readonly posix: boolean;
  /** `a-` and `-a` are refused, as Go's filepath.Match does. */
  readonly strictHyphen: boolean;
  readonly slash: boolean;
}

/**
 * The class that begins with the `[` at `from` of `points`, and where it ends. Undefined when it is not one: not closed, an unknown name,
 * or a range that falls.
 */
export function readClass(
  points: readonly number[],
  from: number,
  dialect: ClassDialect,
): { readonly set: CharacterSet; readonly end: number } | undefined {
  const char = (at: number): string => String.fromCodePoint(points[at] ?? 0);
  let at = from + 1;
  const negated = at < points.length && dialect.negation.includes(char(at));
  if (negated) at++;
  const ranges: (readonly [number, number])[] = [];
  const start = at;
  const readPoint = (): number | undefined => {
    if (char(at) === "\\") at++;
    return at < points.length ? points[at++] : undefined;
  };
  for (;;) {
    if (at >= points.length) return undefined;
    if (char(at) === "]" && (at > start || !dialect.bracketFirst)) {
      if (at === start) return undefined;
      return { set: characterSet(ranges, { negated, slash: dialect.slash }), end: at };
    }
    if (dialect.posix && char(at) === "[" && char(at + 1) === ":") {
      const close = points.indexOf(93, at + 2);
      if (close === -1) return undefined;
      if (char(close - 1) === ":" && close - 1 > at + 1) {
        const classRanges = ownValue(
          posixClasses,
          String.fromCodePoint(...points.slice(at + 2, Math.min(close - 1, at + 12))),
        );
        if (classRanges === undefined) return undefined;
        ranges.push(...classRanges);
        at = close + 1;
        continue;
      }
    }
    if (dialect.strictHyphen && char(at) === "-") return undefined;
    const first = readPoint();
    if (first === undefined) return undefined;
    if (char(at) !== "-" || at + 1 >= points.length || (char(at + 1) === "]" && !dialect.strictHyphen)) {
      ranges.push([first, first]);
      continue;
    }
    at++;
    if (dialect.strictHyphen && /[-\]]/.test(char(at))) return undefined;
    const last = readPoint();
    if (last === undefined) return undefined;
    ranges.push([first, last]);
  }
}
