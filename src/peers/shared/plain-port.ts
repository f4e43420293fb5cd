import type { ExposedPort } from "../../facts/dockerfile/exposed-ports.ts";

/** The word as written begins with the number, and no host stands before it. */
export function isPlainPort({ word, host }: ExposedPort): boolean {
  return /^[\d/a-z$-]+$/i.test(word.text) && host === "" && /^\d/.test(word.text);
}
