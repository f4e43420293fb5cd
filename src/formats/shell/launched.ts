import { launchers, type Launcher } from "../../data/launchers.ts";
import { oncePer } from "../../text/once-per.ts";

/** Where the command of a launcher begins. */
export interface Launched {
  /** Index of its first word; of the word that is split, where there is one. */
  readonly at: number;
  /** Indexes of words that set a variable for it. */
  readonly assignments: readonly number[];
  /** The word at `at` is a text of words, from this character on: `-S` of env. */
  readonly splitFrom?: number;
}

interface Options {
  readonly short: ReadonlyMap<string, "flag" | "valued" | "attached">;
  readonly long: ReadonlyMap<string, "flag" | "valued">;
}

const optionsOf = oncePer(({ short = "", long = "" }: Launcher): Options => ({
  short: new Map(
    [...short.matchAll(/([^:])(:{0,2})/g)].map(([, letter = "", colons = ""]) => [
      letter,
      colons === "" ? "flag" : colons === ":" ? "valued" : "attached",
    ]),
  ),
  long: new Map(long.split(" ").map((name) => (name.endsWith("=") ? [name.slice(0, -1), "valued"] : [name, "flag"]))),
}));

/** Name in the table of what a path calls; images put what they bring along for their own start in any folder: `/tini`. */
export function launcherName(path: string): string | undefined {
  if (launchers.has(path)) return path;
  const name = path.startsWith("/") ? path.slice(path.lastIndexOf("/") + 1) : path;
  return launchers.get(name)?.role === undefined ? undefined : name;
}

/**
 * Where the command begins that the launcher `name` runs; `words` begin with its own. Undefined where it runs none, or an option is not known: then
 * what runs is not known either.
 */
export function launched(name: string, words: readonly string[]): Launched | undefined {
  const launcher = launchers.get(name);
  if (launcher === undefined) return undefined;
  const { operands = 0, operand, mixed, needs, assigns, splits } = launcher;
  const usedOptions = new Set<string>();
  const assignments: number[] = [];
  let remainingOperands = operands;
  let options = true;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    if (options && word === "--") {
      options = false;
      continue;
    }
    if (options && word.startsWith("-") && word !== "-") {
      const option = optionAt(launcher, word);
      if (option === undefined) return undefined;
      for (const optionName of option.names) usedOptions.add(optionName);
      const last = option.names.at(-1) ?? "";
      if (splits !== undefined && (last === splits || last === "split-string")) {
        const splitOffset = option.value ?? (at + 1 < words.length ? 0 : undefined);
        return splitOffset === undefined
          ? undefined
          : { at: option.value === undefined ? at + 1 : at, assignments, splitFrom: splitOffset };
      }
      if (option.wants) at++;
      continue;
    }
    // Of env, `-i`.
    if (options && splits !== undefined && word === "-") continue;
    if ((assigns === "all" && word.includes("=")) || (assigns === "options" && options && /^\w+=/.test(word))) {
      assignments.push(at);
      continue;
    }
    if (remainingOperands > 0) {
      if (operand?.test(word) === false) return undefined;
      remainingOperands--;
      options &&= mixed === true;
      continue;
    }
    if (needs?.some((optionName) => usedOptions.has(optionName)) === false) return undefined;
    return word.startsWith("-") ? undefined : { at, assignments };
  }
  return undefined;
}

/** The options of one word; `wants` if the value of the last is the next word, `value` is where it begins in this one. */
function optionAt(
  launcher: Launcher,
  word: string,
): { readonly names: readonly string[]; readonly wants: boolean; readonly value?: number } | undefined {
  const { short, long } = optionsOf(launcher);
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    const name = word.slice(2, equals === -1 ? undefined : equals);
    const kind = long.get(name);
    if (kind === undefined) return undefined;
    return { names: [name], wants: kind === "valued" && equals === -1, ...(equals !== -1 && { value: equals + 1 }) };
  }
  const names: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const kind = short.get(letter);
    if (kind === undefined) return undefined;
    names.push(letter);
    if (kind === "flag") continue;
    return kind === "valued" && at + 1 === word.length
      ? { names, wants: true }
      : { names, wants: false, value: at + 1 };
  }
  return { names, wants: false };
}
