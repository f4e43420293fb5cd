import { joinPieces, sliceJoined, type JoinedText, type Piece } from "./joined-text.ts";
import { launched, launcherName } from "./launched.ts";
import { splitEnv, type InnerWord } from "./split-env.ts";

/** A word of a command; `pos` and `end` are offsets into the joined text, `raw` is what stands there. */
export interface ShellArgument {
  readonly text: string;
  readonly raw: string;
  readonly literal: boolean;
  readonly pos: number;
  readonly end: number;
  /** Of a word of `env -S "..."`: `pos` and `end` are those of the word that it lies in. */
  readonly inner?: InnerWord;
}

const shells = new Set(["ash", "bash", "dash", "ksh", "sh"]);

/** No real command is wrapped as often; it bounds the work on hostile input. */
const deepest = 20;

/** Name of the program; a standard folder in front of it says nothing more. Undefined for an expansion. */
export function programOf(word: Pick<ShellArgument, "text" | "literal"> | undefined): string | undefined {
  return word?.literal === true ? word.text.replace(/^(\/usr)?(\/local)?\/s?bin\//, "") : undefined;
}

interface SeenThrough {
  readonly words: readonly ShellArgument[];
  /** Outermost first. */
  readonly wrappers: readonly string[];
  /** What stands in front of `words`, without assignments of the shell. */
  readonly before: readonly ShellArgument[];
  readonly assignments: readonly ShellArgument[];
}

/**
 * What is behind `sudo -u x`, `env A=1`, `tini --`, ...; all the words when nothing stands behind. `sourceOf` ties the characters of a literal word to
 * their places.
 */
export function skipLaunchers(
  words: readonly ShellArgument[],
  sourceOf: (word: ShellArgument) => JoinedText,
): SeenThrough {
  let seen: SeenThrough = { words, wrappers: [], before: [], assignments: [] };
  let rest = words;
  let before: readonly ShellArgument[] = [];
  /** Words of `rest` that `before` has: the name of an env whose text was split. */
  let known = 0;
  for (let step = 0; step < deepest; step++) {
    const path = programOf(rest[0]);
    const name = path === undefined ? undefined : launcherName(path);
    const texts = rest.map(({ text }) => text);
    const found = name === undefined ? undefined : launched(name, texts);
    if (path === undefined || found === undefined) break;
    const { at, splitFrom } = found;
    before = [...before, ...rest.slice(known, at)];
    if (splitFrom !== undefined) {
      const split = splitWord(rest[at], splitFrom, sourceOf);
      if (split === undefined) break;
      // Its words stand where the text stood, options and all.
      rest = [...rest.slice(0, 1), ...split, ...rest.slice(at + 1)];
      known = 1;
      continue;
    }
    const set = found.assignments.flatMap((one) => rest[one] ?? []).filter(({ text }) => /^\w+=/.test(text));
    rest = rest.slice(at);
    known = 0;
    const assignments = [...seen.assignments, ...set];
    seen = { words: rest, wrappers: [...seen.wrappers, path], before, assignments };
  }
  return seen;
}

function splitWord(
  word: ShellArgument | undefined,
  from: number,
  sourceOf: (word: ShellArgument) => JoinedText,
): readonly ShellArgument[] | undefined {
  if (word?.literal !== true) return undefined;
  const source = sourceOf(word);
  if (source.text !== word.text) return undefined;
  const { pos, end, raw } = word;
  return splitEnv(sliceJoined(source, from))?.map((inner) => ({
    text: inner.text.text,
    raw,
    literal: inner.literal,
    pos,
    end,
    inner,
  }));
}

/** The script that a shell among the words is given, with its place in the source, when SCRIPT is literal. */
export function nestedScript(words: readonly ShellArgument[], joined: JoinedText): JoinedText | undefined {
  const script = scriptWord(words);
  return script?.literal === true ? sourceIn(joined)(script) : undefined;
}

/** Ties the characters of words of a shell to their places. */
export function sourceIn(joined: JoinedText): (word: ShellArgument) => JoinedText {
  return (word) => word.inner?.text ?? dequoted(word, joined);
}

/** Programs that give a script to a shell, and do more: as another user, under a lock. */
const scriptRunners = new Set(["flock", "runuser", "su"]);

/** It runs the script that it is given with `-c` as sudo would run a command: the script's commands have it among their launchers. */
export function runsScript(name: string): boolean {
  return scriptRunners.has(name);
}

/** SCRIPT of `sh -c SCRIPT`, `su -c SCRIPT` or `flock FILE -c SCRIPT`; the words behind it are its `$0`, `$1`, ... */
export function scriptWord(words: readonly ShellArgument[]): ShellArgument | undefined {
  const name = programOf(words[0]) ?? "";
  if (runsScript(name)) {
    const option = words.findIndex(({ text }) => text === "-c" || text === "--command");
    return option === -1 ? undefined : words[option + 1];
  }
  if (!shells.has(name)) return undefined;
  // -c says that there is one; it is the first word that is no option, nor the value of one (POSIX, sh; bash(1)).
  let wanted = false;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (text === "-" || text === "--") return wanted ? words[at + 1] : undefined;
    if (!/^[-+]/.test(text)) return wanted ? words[at] : undefined;
    if (text.startsWith("--")) at += /^--(?:rcfile|init-file)$/.test(text) ? 1 : 0;
    else {
      wanted ||= text.startsWith("-") && text.includes("c");
      at += text.replaceAll(/[^oO]/g, "").length;
    }
  }
  return undefined;
}

/** Whether it is a shell that takes its script from its input: `bash`, `sh -e`, `bash -s x`. */
export function readsScript(words: readonly ShellArgument[]): boolean {
  if (!shells.has(programOf(words[0]) ?? "")) return false;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (/^-[a-rt-zA-Z]*s[a-zA-Z]*$/.test(text)) return true;
    if (/^-[abd-zA-Z]*c[a-zA-Z]*$/.test(text) || !/^[-+]/.test(text)) return false;
    if (/^[-+][a-zA-Z]*o$/.test(text)) at++;
  }
  return true;
}

/** Quotes removed as POSIX 2.2 says, each character tied to its place. */
function dequoted({ raw, pos }: ShellArgument, joined: JoinedText): JoinedText {
  const pieces: Piece[] = [];
  let from = 0;
  let quote = "";
  const cut = (at: number): void => {
    for (const piece of sliceJoined(joined, pos + from, pos + at).pieces) pieces.push(piece);
    from = at + 1;
  };
  for (let at = 0; at < raw.length; at++) {
    const char = raw.charAt(at);
    if (quote === "'") {
      if (char !== "'") continue;
      quote = "";
      cut(at);
    } else if (char === "\\" && (quote === "" || '$`"\\'.includes(raw.charAt(at + 1)))) {
      cut(at);
      at++;
    } else if (char === '"' || (quote === "" && char === "'")) {
      quote = quote === "" ? char : "";
      cut(at);
    }
  }
  cut(raw.length);
  return joinPieces(pieces);
}
