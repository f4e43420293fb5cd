import { ownValue } from "../domain/own-value.ts";
import { shownEnv, suppliedBy } from "./env-by-name.ts";

type Variables = Readonly<Record<string, string>>;

/** A piece of a word: text, or a variable that the caller who starts the container supplies. */
export type WordPart = { readonly text: string } | { readonly supplier: string };

/**
 * `${NAME}` in a word of a workload. It refers to a value only where the workload's `variables` have that name: any other is text for the program, and so
 * is every other dollar sign. No escape is needed, and words of profiles without variables keep their meaning.
 */
const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A text of a step as it is sent. */
export function resolveText(text: string, variables: Variables = {}): string {
  return text.replaceAll(reference, (whole, name: string) => ownValue(variables, name) ?? whole);
}

/** The words as the container gets them. */
export function resolveWords<Words extends readonly string[] | undefined>(
  words: Words,
  variables: Variables = {},
): Words {
  return words?.map((word) => resolveText(word, variables)) as Words;
}

/** Names that texts hold in the form of a reference, whatever they mean there. */
export function referencedNames(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...text.matchAll(reference)].map(([, name = ""]) => name)));
}

/** A word in its pieces, for dialects with a separate notation for supplied values. */
export function wordParts(word: string, variables: Variables = {}): WordPart[] {
  const shownValues = shownEnv(variables);
  const parts: WordPart[] = [];
  let at = 0;
  for (const match of word.matchAll(reference)) {
    const value = ownValue(shownValues, match[1] ?? "");
    if (value === undefined) continue;
    const supplier = suppliedBy(value);
    parts.push({ text: word.slice(at, match.index) }, supplier === undefined ? { text: value } : { supplier });
    at = match.index + match[0].length;
  }
  return [...parts, { text: word.slice(at) }].filter((part) => !("text" in part) || part.text !== "");
}
