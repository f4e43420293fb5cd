import { joinPieces, sliceJoined, type JoinedText, type Piece } from "./joined-text.ts";
import { launched, launcherName } from "./launched.ts";
import { splitEnv, type InnerWord } from "./split-env.ts";

/** A word of a command; `pos` and `end` are offsets into the joined text, `raw` is the source text. */
export interface ShellArgument {
  readonly text: string;
  readonly raw: string;
  readonly literal: boolean;
  readonly pos: number;
  readonly end: number;
  /** Of a word of `env -S "..."`: `pos` and `end` are those of the surrounding word. */
  readonly inner?: InnerWord;
}

const shells = new Set(["ash", "bash", "dash", "ksh", "sh"]);

/** No real command is wrapped as often; it bounds the work on hostile input. */
const deepest = 20;

/** Name of the program; a standard folder in front of it is dropped. Undefined for an expansion. */
export function programOf(word: Pick<ShellArgument, "text" | "literal"> | undefined): string | undefined {
  return word?.literal === true ? word.text.replace(/^(\/usr)?(\/local)?\/s?bin\//, "") : undefined;
}

interface SeenThrough {
  readonly words: readonly ShellArgument[];
  /** Outermost first. */
  readonly wrappers: readonly string[];
  /** The words in front of `words`, without shell assignments. */
  readonly before: readonly ShellArgument[];
  readonly assignments: readonly ShellArgument[];
}

/**
 * The words after `sudo -u x`, `env A=1`, `tini --`, ...; all the words when nothing follows. `sourceOf` ties the characters of a literal word to
 * their places.
 */
export function skipLaunchers(
  words: readonly ShellArgument[],
  sourceOf: (word: ShellArgument) => JoinedText,
): SeenThrough {
  let launch: SeenThrough = { words, wrappers: [], before: [], assignments: [] };
  let remainingWords = words;
  let launcherWords: readonly ShellArgument[] = [];
  /** Words of `remaining` that `launcherWords` has already: the name of an env whose text was split. */
  let sharedCount = 0;
  for (let step = 0; step < deepest; step++) {
    const path = programOf(remainingWords[0]);
    const name = path === undefined ? undefined : launcherName(path);
    const texts = remainingWords.map(({ text }) => text);
    const launcherMatch = name === undefined ? undefined : launched(name, texts);
    if (path === undefined || launcherMatch === undefined) break;
    const { at, splitFrom } = launcherMatch;
    launcherWords = [...launcherWords, ...remainingWords.slice(sharedCount, at)];
    if (splitFrom !== undefined) {
      const split = splitWord(remainingWords[at], splitFrom, sourceOf);
      if (split === undefined) break;
      // Its words replace the text, options included.
      remainingWords = [...remainingWords.slice(0, 1), ...split, ...remainingWords.slice(at + 1)];
      sharedCount = 1;
      continue;
    }
    const set = launcherMatch.assignments
      .flatMap((wordIndex) => remainingWords[wordIndex] ?? [])
      .filter(({ text }) => /^\w+=/.test(text));
    remainingWords = remainingWords.slice(at);
    sharedCount = 0;
    const assignments = [...launch.assignments, ...set];
    launch = { words: remainingWords, wrappers: [...launch.wrappers, path], before: launcherWords, assignments };
  }
  return launch;
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

/** Programs that pass a script to a shell, with side effects: as another user, under a lock. */
const scriptRunners = new Set(["flock", "runuser", "su"]);

/** It runs the script that it is given with `-c` as sudo would run a command: the script's commands have it among their launchers. */
export function runsScript(name: string): boolean {
  return scriptRunners.has(name);
}

/** SCRIPT of `sh -c SCRIPT`, `su -c SCRIPT` or `flock FILE -c SCRIPT`; the words after it are its `$0`, `$1`, ... */
export function scriptWord(words: readonly ShellArgument[]): ShellArgument | undefined {
  const name = programOf(words[0]) ?? "";
  if (runsScript(name)) {
    const option = words.findIndex(({ text }) => text === "-c" || text === "--command");
    return option === -1 ? undefined : words[option + 1];
  }
  if (!shells.has(name)) return undefined;
  // With -c, the script is the first word that is neither an option nor the value of one (POSIX, sh; bash(1)).
  let hasCommandFlag = false;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (text === "-" || text === "--") return hasCommandFlag ? words[at + 1] : undefined;
    if (!/^[-+]/.test(text)) return hasCommandFlag ? words[at] : undefined;
    if (text.startsWith("--")) at += /^--(?:rcfile|init-file)$/.test(text) ? 1 : 0;
    else {
      hasCommandFlag ||= text.startsWith("-") && text.includes("c");
      at += text.replaceAll(/[^oO]/g, "").length;
    }
  }
  return undefined;
}

/** Whether it is a shell that reads its script from stdin: `bash`, `sh -e`, `bash -s x`. */
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
