import type { Span } from "../../domain/finding/span.ts";
import { joinPieces, sliceJoined, sourceSpan, type JoinedText, type Piece } from "./joined-text.ts";

/** A word inside another one. */
export interface InnerWord {
  readonly text: JoinedText;
  /** With its quotes. */
  readonly span: Span;
  /** False where env puts a variable in. */
  readonly literal: boolean;
}

const escapes = new Map([
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["#", "#"],
  ["$", "$"],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
]);

/**
 * The words of `env -S TEXT`, each character at its place, as coreutils 9.5 splits it (env.c, `build_argv`): with its own quotes, escapes, `${NAME}` and comments.
 * Undefined where env refuses the text.
 */
export function splitEnv(joined: JoinedText): readonly InnerWord[] | undefined {
  const { text } = joined;
  const words: InnerWord[] = [];
  let word: { readonly start: number; readonly pieces: Piece[]; literal: boolean } | undefined;
  let quote = "";
  const wordAt = (at: number) => (word ??= { start: at, pieces: [], literal: true });
  const close = (end: number): void => {
    if (word === undefined) return;
    const { start, pieces, literal } = word;
    words.push({ text: joinPieces(pieces), span: sourceSpan(joined, start, end), literal });
    word = undefined;
  };
  const ended = (end: number): readonly InnerWord[] => {
    close(end);
    return words;
  };
  const keep = (from: number, to: number): void => {
    const { pieces } = wordAt(from);
    for (const piece of sliceJoined(joined, from, to).pieces) addPiece(pieces, piece);
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === "" ? char === "'" || char === '"' : char === quote) {
      wordAt(at);
      quote = quote === "" ? char : "";
    } else if (char === "\\" && quote === "'") {
      if (next === "'" || next === "\\") at++;
      keep(at, at + 1);
    } else if (char === "\\") {
      at++;
      if (next === "c") return quote === "" ? ended(at - 1) : undefined;
      if (next === "_" && quote === "") {
        close(at - 1);
        continue;
      }
      const escapedChar = next === "_" ? " " : escapes.get(next);
      if (escapedChar === undefined) return undefined;
      const { start, end } = sourceSpan(joined, at - 1, at + 1);
      wordAt(at - 1).pieces.push({ text: escapedChar, at: start, length: end - start });
    } else if (char === "$" && quote !== "'") {
      const end = /^\$\{[A-Za-z_]\w*\}/.exec(text.slice(at, at + 200))?.[0].length;
      if (end === undefined) return undefined;
      keep(at, at + end);
      wordAt(at).literal = false;
      at += end - 1;
    } else if (quote === "" && /[ \t\n\v\f\r]/.test(char)) {
      close(at);
    } else if (quote === "" && char === "#" && word === undefined) {
      return words;
    } else {
      keep(at, at + 1);
    }
  }
  return quote === "" ? ended(text.length) : undefined;
}

/** Adjacent characters of the source are one piece. */
function addPiece(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (
    last === undefined ||
    piece.length !== undefined ||
    last.length !== undefined ||
    last.at + last.text.length !== piece.at
  ) {
    pieces.push(piece);
    return;
  }
  pieces[pieces.length - 1] = { text: last.text + piece.text, at: last.at };
}
