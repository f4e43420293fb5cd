import { ownValue } from "../domain/own-value.ts";

/** A number as text, or a word in lower case. */
export interface MavenItem {
  readonly digits?: string;
  readonly word?: string;
}

/**
 * A version's items by level: a hyphen, and each change between digits and letters, open a new list at the end of the one before. Nulls
 * at the end of a level (0, "", `final`, `ga`, `release`, an empty list) are gone.
 */
export function mavenLevels(version: string): readonly (readonly MavenItem[])[] {
  const text = version.toLowerCase();
  const levels: MavenItem[][] = [[]];
  let start = 0;
  let digits = false;

  const add = (end: number, beforeDigits = false) => {
    const part = text.slice(start, end);
    levels
      .at(-1)
      ?.push(part === "" ? { digits: "0" } : digits ? { digits: part } : { word: wordOf(part, beforeDigits) });
    start = end;
  };

  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "." || character === "-") {
      add(at);
      start = at + 1;
      if (character === "-") levels.push([]);
      continue;
    }
    const isDigit = character >= "0" && character <= "9";
    if (isDigit !== digits && at > start) {
      add(at, isDigit);
      levels.push([]);
    }
    digits = isDigit;
  }
  if (text.length > start) add(text.length);
  return trimmed(levels);
}

function trimmed(levels: MavenItem[][]): readonly (readonly MavenItem[])[] {
  for (const level of levels) while (isNull(level.at(-1))) level.pop();
  return levels.filter((level, depth) => depth === 0 || level.length > 0);
}

function isNull(item: MavenItem | undefined): boolean {
  return item !== undefined && (item.word === undefined ? /^0+$/.test(item.digits ?? "0") : item.word === "");
}

const shortWords: Readonly<Record<string, string>> = { a: "alpha", b: "beta", m: "milestone" };
const aliases: Readonly<Record<string, string>> = { ga: "", final: "", release: "", cr: "rc" };

function wordOf(part: string, beforeDigits: boolean): string {
  const word = (beforeDigits ? ownValue(shortWords, part) : undefined) ?? part;
  return ownValue(aliases, word) ?? word;
}
