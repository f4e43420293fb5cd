import type { DockerfileFact } from "../facts/dockerfile.ts";
import { oncePer } from "./once-per.ts";

/**
 * Whether a command of the file can have the word: one look at the text, before a rule looks at each command. A
 * continuation may tear a word apart, so that a file with such a one is always looked at.
 */
export function mentions(dockerfile: DockerfileFact, ...words: readonly string[]): boolean {
  return words.some((word) => dockerfile.text.includes(word)) || tearsWords(dockerfile);
}

/** What stands behind the line break is joined to what stands before it; comments and empty lines between are dropped. */
const tears = {
  "\\": /(?<=\S)\\[ \t]*\r?\n(?:[^ \t]|[ \t]+(?:#|\r?\n))/,
  "`": /(?<=\S)`[ \t]*\r?\n(?:[^ \t]|[ \t]+(?:#|\r?\n))/,
};

const tearsWords = oncePer(({ text, escape }: DockerfileFact) => tears[escape].test(text));
