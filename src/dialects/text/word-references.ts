import type { Profile } from "../../domain/profile/profile.ts";
import { shownEnv, suppliedBy } from "../../secrets/env-by-name.ts";
import { referencedNames, wordParts } from "../../secrets/variable-references.ts";
import { shellQuote } from "./shell-quote.ts";

/** Words, and the values referenced in them as `${NAME}`. */
type Words = { readonly [Field in "entrypoint" | "command" | "variables"]?: Profile["workload"][Field] | undefined };

/** A word with its texts and supplied variables in a dialect's syntax. */
export function writtenWord(
  word: string,
  { variables }: Words,
  write: { readonly text: (text: string) => string; readonly supplied: (name: string) => string },
): string {
  return wordParts(word, variables)
    .map((part) => ("text" in part ? write.text(part.text) : write.supplied(part.supplier)))
    .join("");
}

/** For a POSIX shell, which stops if a variable is not set. */
export function shellWord(word: string, spec: Words): string {
  return word === ""
    ? shellQuote(word)
    : writtenWord(word, spec, { text: shellQuote, supplied: (name) => `"\${${name}:?}"` });
}

/** Supplied variables in words of the command, in order. */
export function wordSuppliers({ entrypoint = [], command = [], variables = {} }: Words): string[] {
  const names = referencedNames([...entrypoint, ...command]);
  const suppliers = Object.entries(shownEnv(variables)).flatMap(([name, value]) =>
    names.has(name) ? (suppliedBy(value) ?? []) : [],
  );
  return [...new Set(suppliers)].sort();
}
