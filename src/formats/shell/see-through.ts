import { joinPieces, sliceJoined, type JoinedText, type Piece } from "./joined-text.ts";
import { wrappers } from "./wrappers.ts";

/** A word of a command; `pos` and `end` are offsets into the joined text, `raw` is what stands there. */
export interface ShellArgument {
  readonly text: string;
  readonly raw: string;
  readonly literal: boolean;
  readonly pos: number;
  readonly end: number;
}

const shells = new Set(["ash", "bash", "dash", "ksh", "sh"]);

/** No real command is wrapped as often; it bounds the work on hostile input. */
const deepest = 20;

/** Name of the program; a standard folder in front of it says nothing more. Undefined for an expansion. */
export function programOf(word: Pick<ShellArgument, "text" | "literal"> | undefined): string | undefined {
  return word?.literal === true ? word.text.replace(/^(\/usr)?(\/local)?\/s?bin\//, "") : undefined;
}

/** What is behind `sudo -u x`, `env A=1`, `exec`, ...; all the words when nothing stands behind. */
export function skipWrappers(words: readonly ShellArgument[]): {
  readonly words: readonly ShellArgument[];
  readonly wrappers: readonly string[];
  readonly assignments: readonly ShellArgument[];
} {
  let rest = words;
  const seen: string[] = [];
  const assignments: ShellArgument[] = [];
  for (;;) {
    const name = seen.length < deepest ? programOf(rest[0]) : undefined;
    const end = name === undefined ? undefined : wrapperEnd(name, rest);
    if (name === undefined || end === undefined) return { words: rest, wrappers: seen, assignments };
    if (name === "env" || name === "sudo") {
      assignments.push(...rest.slice(1, end).filter(({ text }) => /^\w+=/.test(text)));
    }
    seen.push(name);
    rest = rest.slice(end);
  }
}

/** Index of the first word of the command that a wrapper runs. */
function wrapperEnd(name: string, words: readonly ShellArgument[]): number | undefined {
  const wrapper = wrappers.get(name);
  if (wrapper === undefined) return undefined;
  const { valued, never, needs, operands = 0 } = wrapper;
  if (needs !== undefined && !words.some(({ text }) => needs.test(text))) return undefined;
  let left = operands;
  let options = true;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (options && never?.test(text) === true) return undefined;
    if (options && text === "--") options = false;
    else if (options && valued?.test(text) === true) at++;
    else if (options && text.startsWith("-") && text !== "-") continue;
    else if ((name === "env" || name === "sudo") && options && /^\w+=/.test(text)) continue;
    else if (left > 0) left--;
    else return at;
  }
  return undefined;
}

/** The script of `sh -c SCRIPT` or `su -c SCRIPT` with its place in the source, when SCRIPT is literal. */
export function nestedScript(words: readonly ShellArgument[], joined: JoinedText): JoinedText | undefined {
  const script = scriptWord(words);
  return script?.literal === true ? dequoted(script, joined) : undefined;
}

/** SCRIPT of `sh -c SCRIPT` or `su -c SCRIPT`; the words behind it are its `$0`, `$1`, ... */
export function scriptWord(words: readonly ShellArgument[]): ShellArgument | undefined {
  const name = programOf(words[0]) ?? "";
  if (name === "su" || name === "runuser") {
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
