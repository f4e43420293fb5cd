import { joinPieces, sliceJoined, type JoinedText, type Piece } from "../dockerfile/joined-text.ts";

/** A word of a command; `pos` and `end` are offsets into the joined text, `raw` is what stands there. */
export interface ShellArgument {
  readonly text: string;
  readonly raw: string;
  readonly literal: boolean;
  readonly pos: number;
  readonly end: number;
}

/** Programs that run the command named by their arguments, with their options that take a value. */
const wrappers: ReadonlyMap<string, { readonly valued: RegExp; readonly never?: RegExp }> = new Map([
  // sudo(8)
  [
    "sudo",
    {
      valued: /^(-[CDghpRrtTuU]|--(chdir|chroot|close-from|group|host|prompt|role|type|user|other-user))$/,
      never: /^-[elVvKk]$/,
    },
  ],
  // env(1); -S splits a string, which is a language of its own
  ["env", { valued: /^(-[uC]|--(unset|chdir))$/, never: /^(-S|--split-string)/ }],
  ["exec", { valued: /^-a$/ }],
  ["command", { valued: /^$/, never: /^-[vV]+$/ }],
  ["nohup", { valued: /^$/ }],
  ["nice", { valued: /^(-n|--adjustment)$/ }],
  ["time", { valued: /^-[fo]$/ }],
]);

const shells = new Set(["ash", "bash", "dash", "ksh", "sh"]);

/** Name of the program; a standard folder in front of it says nothing more. Undefined for an expansion. */
export function programOf(word: ShellArgument | undefined): string | undefined {
  return word?.literal === true ? word.text.replace(/^(\/usr)?(\/local)?\/s?bin\//, "") : undefined;
}

/** The words behind `sudo -u x`, `env A=1`, `exec`, ...; all of them when nothing stands behind. */
export function skipWrappers(words: readonly ShellArgument[]): readonly ShellArgument[] {
  let rest = words;
  for (;;) {
    const name = programOf(rest[0]);
    const wrapper = name === undefined ? undefined : wrappers.get(name);
    if (wrapper === undefined) return rest;
    let at = 1;
    for (; at < rest.length; at++) {
      const word = rest[at];
      if (word === undefined) break;
      if (wrapper.never?.test(word.text) === true) return rest;
      if (word.text === "--") {
        at++;
        break;
      }
      if (wrapper.valued.test(word.text)) at++;
      else if (!word.text.startsWith("-") && !((name === "env" || name === "sudo") && /^\w+=/.test(word.text))) break;
    }
    if (at >= rest.length) return rest;
    rest = rest.slice(at);
  }
}

/** The script of `sh -c SCRIPT` with its place in the source, when SCRIPT is literal. */
export function nestedScript(words: readonly ShellArgument[], joined: JoinedText): JoinedText | undefined {
  if (!shells.has(programOf(words[0]) ?? "")) return undefined;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(text)) {
      const script = words[at + 1];
      return script?.literal === true ? dequoted(script, joined) : undefined;
    }
    if (/^[-+][a-zA-Z]*o$/.test(text)) at++;
    else if (!/^[-+]/.test(text)) return undefined;
  }
  return undefined;
}

/** Quotes removed as POSIX 2.2 says, each character tied to its place. */
function dequoted({ raw, pos }: ShellArgument, joined: JoinedText): JoinedText {
  const pieces: Piece[] = [];
  let from = 0;
  let quote = "";
  const cut = (at: number): void => {
    pieces.push(...sliceJoined(joined, pos + from, pos + at).pieces);
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
