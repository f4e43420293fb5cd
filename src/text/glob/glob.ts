import type { WorkLimit } from "../work-limit.ts";
import { type CharacterSet, holds } from "./character-set.ts";

/**
 * What every dialect's pattern is made of. A number is that code point; `one` and `star` stop at a slash; `all` is any text; `folders`
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

/** `hidden` false: a wildcard does not stand for a dot at the beginning of a name. */
export function globOf(written: readonly GlobToken[], hidden = true): Glob {
  const tokens = withoutRepeats(written);
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

/** What every text that fits holds: most do not, and need no walk. */
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

/** Thompson's simulation: the set of reachable places in the pattern, moved on character by character. */
function machineOf(tokens: readonly GlobToken[], hidden: boolean): Machine {
  // A place is two per token: before it, and, for `folders`, within it.
  const end = tokens.length * 2;
  const marks = new Int32Array(end + 1);
  let lists: [Int32Array, Int32Array] = [new Int32Array(end + 1), new Int32Array(end + 1)];
  let round = 0;
  let count = 0;

  /** Adds a place and those behind it that need no character. */
  const add = (place: number): void => {
    for (let at = place; marks[at] !== round; at += 2) {
      marks[at] = round;
      lists[1][count++] = at;
      const token = at % 2 === 0 ? tokens[at / 2] : undefined;
      if (token === "folders") stay(at + 1);
      if (token !== "star" && token !== "all" && token !== "folders") return;
    }
  };
  const stay = (place: number): void => {
    if (marks[place] === round) return;
    marks[place] = round;
    lists[1][count++] = place;
  };
  const move = (place: number, point: number, wild: boolean): void => {
    const token = tokens[place >> 1];
    if (place % 2 === 1) {
      if (!wild) return;
      stay(place);
      if (point === slash) add(place + 1);
    } else if (typeof token === "number") {
      if (token === point) add(place + 2);
    } else if (!wild || token === undefined || token === "folders") return;
    else if (token === "all") add(place);
    else if (token === "star") {
      if (point !== slash) add(place);
    } else if (token === "one" ? point !== slash : holds(token, point)) add(place + 2);
  };
  const begin = (): void => {
    round = (round + 1) | 0;
    count = 0;
  };

  return (text, from, limit, above) => {
    begin();
    add(0);
    for (let at = from; at < text.length;) {
      const point = text.codePointAt(at) ?? 0;
      if (above && point === slash && marks[end] === round) return true;
      if (count === 0) return false;
      limit?.spend(count);
      const wild = hidden || point !== dot || (at > 0 && text.charCodeAt(at - 1) !== slash);
      const size = count;
      lists = [lists[1], lists[0]];
      begin();
      for (let index = 0; index < size; index++) move(lists[0][index] ?? 0, point, wild);
      at += point > 0xffff ? 2 : 1;
    }
    return marks[end] === round;
  };
}
