import type { Profile } from "../../domain/profile/profile.ts";
import { shownEnv, suppliedBy } from "../../secrets/env-by-name.ts";
import { referencedNames, wordParts } from "../../secrets/variable-references.ts";
import { shellQuote } from "./shell-quote.ts";

/** Words, and the values that they hold as `${NAME}`. */
type Words = { readonly [Field in "entrypoint" | "command" | "variables"]?: Profile["workload"][Field] | undefined };

/** A word with each text, and each variable that is supplied, as a dialect writes them. */
export function writtenWord(
  word: string,
  { variables }: Words,
  write: { readonly text: (text: string) => string; readonly supplied: (name: string) => string },
): string {
  return wordParts(word, variables)
    .map((part) => ("text" in part ? write.text(part.text) : write.supplied(part.supplier)))
    .join("");
}

/** For a POSIX shell, which stops where a variable is not set. */
export function shellWord(word: string, spec: Words): string {
  return word === ""
    ? shellQuote(word)
    : writtenWord(word, spec, { text: shellQuote, supplied: (name) => `"\${${name}:?}"` });
}

/** Variables that words of the command are supplied with, in order. */
export function wordSuppliers({ entrypoint = [], command = [], variables = {} }: Words): string[] {
  const names = referencedNames([...entrypoint, ...command]);
  const suppliers = Object.entries(shownEnv(variables)).flatMap(([name, value]) =>
    names.has(name) ? (suppliedBy(value) ?? []) : [],
  );
  return [...new Set(suppliers)].sort();
}
