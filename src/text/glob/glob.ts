import type { WorkLimit } from "../work-limit.ts";
import { type CharacterSet, holds } from "./character-set.ts";

/**
 * The tokens of every dialect's patterns. A number is that code point; `one` and `star` stop at a slash; `all` is any text; `folders`
 * is nothing or any text that ends in a slash.
 */
export type GlobToken = number | "one" | "star" | "all" | "folders" | CharacterSet;

export interface Glob {
  /**
   * Whether it names `text`; with `above`, also whether it names a folder on the way to it (`a` for `a/b/c`). A text is walked once
   * with all places of the pattern that can be reached, so the work is at most length of the pattern times length of the text.
   */
  fits(text: string, limit?: WorkLimit, above?: boolean): boolean;
  /** The only text that it names, if it has no wildcard. */
  readonly literal?: string;
}

const slash = 47;
const dot = 46;

/** `hidden` false: a wildcard does not match a leading dot of a name. */
export function globOf(rawTokens: readonly GlobToken[], hidden = true): Glob {
  const tokens = withoutRepeats(rawTokens);
  const first = tokens.findIndex((token) => typeof token !== "number");
  const prefix = textOf(tokens.slice(0, first === -1 ? tokens.length : first));
  if (first === -1) {
    const isAbove = (text: string): boolean => text.charCodeAt(prefix.length) === slash && text.startsWith(prefix);
    return {
      literal: prefix,
      fits(text, limit, above = false) {
        limit?.spend(1);
        return text === prefix || (above && isAbove(text));
      },
    };
  }
  const machine = machineOf(tokens.slice(first), hidden);
  const needed = longestText(tokens.slice(first));
  return {
    fits(text, limit, above = false) {
      limit?.spend(1);
      if (!text.startsWith(prefix) || !text.includes(needed, prefix.length)) return false;
      return machine(text, prefix.length, limit, above);
    },
  };
}

function textOf(points: readonly GlobToken[]): string {
  return points.map((point) => (typeof point === "number" ? String.fromCodePoint(point) : "")).join("");
}

/** Literal text of every match: most texts lack it, and need no walk. */
function longestText(tokens: readonly GlobToken[]): string {
  let longest: readonly GlobToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const start = at;
    while (typeof tokens[at] === "number") at++;
    if (at - start > longest.length) longest = tokens.slice(start, at);
  }
  return textOf(longest);
}

/** `***` says no more than `*`. */
function withoutRepeats(tokens: readonly GlobToken[]): GlobToken[] {
  return tokens.filter((token, at) => typeof token !== "string" || token === "one" || token !== tokens[at - 1]);
}

type Machine = (text: string, from: number, limit: WorkLimit | undefined, above: boolean) => boolean;

const kinds = { one: -1, star: -2, all: -3, folders: -4 } as const;

/**
 * Thompson's simulation: the set of reachable places in the pattern, moved on character by character. A place is two for each token:
 * before it, and, for `folders`, within it.
 */
function machineOf(tokens: readonly GlobToken[], hidden: boolean): Machine {
  const end = tokens.length * 2;
  const sets = tokens.filter((token) => typeof token === "object");
  // Code points as they are, kinds below zero, sets below -4.
  let setCount = 0;
  const codes = Int32Array.from(tokens, (token) =>
    typeof token === "number" ? token : typeof token === "string" ? kinds[token] : -5 - setCount++,
  );
  const marks = new Int32Array(end + 1);
  let places = new Int32Array(end + 1);
  let next = new Int32Array(end + 1);
  let round = 0;

  /** Adds a position and its epsilon successors to the first `count`; returns the new count. */
  function add(place: number, count: number): number {
    for (let at = place; marks[at] !== round; at += 2) {
      marks[at] = round;
      next[count++] = at;
      const code = codes[at >> 1] ?? 0;
      if (at === end || code > kinds.star || code < kinds.folders) break;
      if (code === kinds.folders) count = stay(at + 1, count);
    }
    return count;
  }
  function stay(place: number, count: number): number {
    if (marks[place] === round) return count;
    marks[place] = round;
    next[count] = place;
    return count + 1;
  }

  return (text, from, limit, above) => {
    round = (round + 1) | 0;
    let count = add(0, 0);
    for (let at = from; at < text.length;) {
      const point = text.codePointAt(at) ?? 0;
      if (above && point === slash && marks[end] === round) return true;
      if (count === 0) return false;
      limit?.spend(count);
      const wild = hidden || point !== dot || (at > 0 && text.charCodeAt(at - 1) !== slash);
      const size = count;
      [places, next] = [next, places];
      round = (round + 1) | 0;
      count = 0;
      for (let index = 0; index < size; index++) {
        const place = places[index] ?? 0;
        const code = codes[place >> 1] ?? 0;
        if (place === end) continue;
        if ((place & 1) === 1) {
          if (!wild) continue;
          count = stay(place, count);
          if (point === slash) count = add(place + 1, count);
        } else if (code >= 0) {
          if (code === point) count = add(place + 2, count);
        } else if (!wild || code === kinds.folders) continue;
        else if (code === kinds.all) count = add(place, count);
        else if (code === kinds.star) {
          if (point !== slash) count = add(place, count);
        } else {
          const set = code === kinds.one ? undefined : sets[-5 - code];
          if (set === undefined ? point !== slash : holds(set, point)) count = add(place + 2, count);
        }
      }
      at += point > 0xffff ? 2 : 1;
    }
    return marks[end] === round;
  };
}
