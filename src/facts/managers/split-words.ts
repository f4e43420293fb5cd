import type { ShellWord } from "../dockerfile/dockerfile.ts";
import type { PackageOption } from "./package-call.ts";

/**
 * Options and plain words of a command line, separated like getopt_long(3): `--name=value`, `--name value` for the names
 * in `valued`, bundled short options (`-yq`), and `--` after which nothing is an option.
 */
export function splitWords(
  words: readonly ShellWord[],
  valued: ReadonlySet<string>,
): { readonly options: readonly PackageOption[]; readonly plain: readonly ShellWord[] } {
  const options: PackageOption[] = [];
  const plain: ShellWord[] = [];
  let ended = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (ended || !text.startsWith("-") || text === "-") {
      plain.push(word);
      continue;
    }
    if (text === "--") {
      ended = true;
      continue;
    }
    const equals = text.startsWith("--") ? text.indexOf("=") : -1;
    if (equals > 0) {
      options.push({ name: text.slice(0, equals), value: text.slice(equals + 1), word });
      continue;
    }
    if (text.startsWith("--")) {
      const value = valued.has(text) ? words[++at]?.text : undefined;
      options.push({ name: text, ...(value !== undefined && { value }), word });
      continue;
    }
    // A bundle ends at the first option that takes the rest of the word, or the next word, as its value.
    for (let letter = 1; letter < text.length; letter++) {
      const name = `-${text.charAt(letter)}`;
      if (!valued.has(name)) {
        // apt's `-q=2`: an optional value must be in the same word.
        const optional = text.startsWith("=", letter + 1) ? text.slice(letter + 2) : undefined;
        options.push({ name, ...(optional !== undefined && { value: optional }), word });
        if (optional !== undefined) break;
        continue;
      }
      const inlineValue = text.slice(letter + 1).replace(/^=/, "");
      const value = inlineValue === "" ? words[++at]?.text : inlineValue;
      options.push({ name, ...(value !== undefined && { value }), word });
      break;
    }
  }
  return { options, plain };
}
