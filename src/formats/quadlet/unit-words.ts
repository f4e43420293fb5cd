import type { Span } from "../../domain/finding/span.ts";
import { sourceSpan, type JoinedText } from "../shell/joined-text.ts";
import { cEscapes } from "../../text/c-escapes.ts";

export interface UnitWord {
  /** Quotes taken off, escapes read. */
  readonly value: string;
  readonly span: Span;
}

/** `exec`: quotes and escapes of C, as in `Exec=`. `list`: quotes alone, as in `AddCapability=`. */
export type Splitting = "exec" | "list";

const blanks = " \t\n\r";
const letters: ReadonlyMap<string, string> = new Map([...cEscapes, ['"', '"'], ["'", "'"], ["s", " "]]);

/**
 * Words as Podman's generator splits them (pkg/systemd/parser/split.go of Podman 5.4). With an escape that is not known `exec` has no words at all, and an empty word
 * ends the list: both as there.
 */
export function unitWords(value: JoinedText, splitting: Splitting): readonly UnitWord[] {
  const { text } = value;
  const words: UnitWord[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && blanks.includes(text[at] ?? "")) at++;
    const read = wordAt(text, at, splitting);
    if (read === undefined) return [];
    if (read.value === "") return words;
    words.push({ value: read.value, span: sourceSpan(value, at, read.end) });
    at = read.end;
  }
}

/** The word that begins at `at`; undefined where an escape makes the whole value void. */
function wordAt(text: string, at: number, splitting: Splitting): { value: string; end: number } | undefined {
  let value = "";
  let quote = "";
  let index = at;
  for (; index < text.length; index++) {
    const char = text[index] ?? "";
    // Code ported from C ends a text at NUL.
    if (char === "\0") return { value, end: text.length };
    if (char === "\\" && splitting === "exec") {
      const escape = escapeAt(text, index + 1);
      // A backslash at the end is dropped.
      if (index + 1 === text.length) continue;
      if (escape === undefined) return undefined;
      value += escape.value;
      index += escape.length;
    } else if (quote !== "") {
      if (char === quote) quote = "";
      else value += char;
    } else if (char === '"' || char === "'") quote = char;
    else if (blanks.includes(char)) break;
    else value += char;
  }
  return { value, end: index };
}

/** The escape after a backslash: `n`, `x20`, `u00e9`, `U0001f600`, `040`. */
function escapeAt(text: string, at: number): { value: string; length: number } | undefined {
  const char = text[at] ?? "";
  const letter = letters.get(char);
  if (letter !== undefined) return { value: letter, length: 1 };
  const [, hex2, hex4, hex8, octal] =
    /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/.exec(text.slice(at, at + 9)) ?? [];
  const digits = hex2 ?? hex4 ?? hex8;
  const code = digits === undefined ? Number.parseInt(octal ?? "", 8) : Number.parseInt(digits, 16);
  if (Number.isNaN(code) || code === 0 || code > 0x10ffff || (octal !== undefined && code > 255)) return undefined;
  // Half a pair is no character: Go writes the replacement character for it.
  const value = code >= 0xd800 && code <= 0xdfff ? "\ufffd" : String.fromCodePoint(code);
  return { value, length: octal === undefined ? 1 + (digits ?? "").length : 3 };
}
