import type { ExecScript } from "../../domain/dockerfile/syntax.ts";
import type { Span } from "../../domain/finding/span.ts";

type Script = Pick<ExecScript, "span" | "pieces"> | undefined;

/** The shell's text of a source range: of a script in JSON, without its escapes and the ends of its lines. */
export function readRange(text: string, script: Script, { start, end }: Span): string {
  if (script === undefined || start < script.span.start || end > script.span.end) return text.slice(start, end);
  const { pieces } = script;
  let read = "";
  let at = firstBehind(pieces, start);
  for (let piece = pieces[at]; piece !== undefined && piece.at < end; piece = pieces[++at]) {
    read += piece.length === undefined ? piece.text.slice(Math.max(0, start - piece.at), end - piece.at) : piece.text;
  }
  return read;
}

/** The source offset so many characters of the script after another. */
export function placeBehind(script: Script, start: number, characters: number): number {
  if (script === undefined) return start + characters;
  let place = start;
  let remainingChars = characters;
  for (let at = firstBehind(script.pieces, start); remainingChars > 0; at++) {
    const piece = script.pieces[at];
    if (piece === undefined) break;
    const from = Math.max(piece.at, place);
    const charCount = piece.length === undefined ? Math.min(remainingChars, piece.at + piece.text.length - from) : 1;
    place = piece.length === undefined ? from + charCount : piece.at + piece.length;
    remainingChars -= charCount;
  }
  return place;
}

/** Index of the first piece that does not end at the place or before it. */
function firstBehind(pieces: ExecScript["pieces"], place: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { at = 0, text = "", length = text.length } = pieces[middle] ?? {};
    if (at + length <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
