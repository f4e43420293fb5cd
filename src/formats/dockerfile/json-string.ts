import { joinPieces, sliceJoined, sourceSpan, type JoinedText, type Piece } from "../shell/joined-text.ts";
import type { Slice } from "./words.ts";

const escapes = /\\(?:u([0-9a-fA-F]{4})|(.))/gs;
const controls: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** The text of the JSON string in a slice of a joined line, quotes included, with the source offset of each character. */
export function jsonString(joined: JoinedText, { start, end }: Slice): JoinedText {
  const pieces: Piece[] = [];
  const first = start + 1;
  let from = first;
  const plain = (to: number): void => {
    for (const piece of sliceJoined(joined, from, to).pieces) pieces.push(piece);
  };
  for (const { 0: escapeText, 1: code, 2: letter = "", index } of joined.text.slice(first, end - 1).matchAll(escapes)) {
    const at = first + index;
    plain(at);
    from = at + escapeText.length;
    const place = sourceSpan(joined, at, from);
    const text = code === undefined ? (controls.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
    pieces.push({ text, at: place.start, length: place.end - place.start });
  }
  plain(end - 1);
  return joinPieces(pieces);
}
