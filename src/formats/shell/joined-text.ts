import type { Span } from "../../domain/finding/span.ts";

/** Part of a source text that is copied without a gap: `text` begins at `at` of the source. */
export interface Piece {
  readonly text: string;
  readonly at: number;
  /** Of one character that the source writes as an escape (`\u0041`): how long that is. */
  readonly length?: number;
}

/** Text put together from pieces of a source, each character of which knows where it came from. */
export interface JoinedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Where each piece begins in `text`; same length as `pieces`. */
  readonly starts: readonly number[];
}

export function joinPieces(pieces: readonly Piece[]): JoinedText {
  const textPieces = pieces.filter((piece) => piece.text !== "");
  const starts: number[] = [];
  let length = 0;
  for (const piece of textPieces) {
    starts.push(length);
    length += piece.text.length;
  }
  return { text: textPieces.map((piece) => piece.text).join(""), pieces: textPieces, starts };
}

/** Offset in the source of the character at `index`. */
function sourceOffset(joined: JoinedText, index: number): number {
  const piece = pieceOf(joined, index);
  const { at = 0 } = joined.pieces[piece] ?? {};
  return at + index - (joined.starts[piece] ?? 0);
}

/** Source offset after the character at `index`. */
function sourceEnd(joined: JoinedText, index: number): number {
  const piece = pieceOf(joined, index);
  const { at = 0, length = index - (joined.starts[piece] ?? 0) + 1 } = joined.pieces[piece] ?? {};
  return at + length;
}

/** Smallest span of the source that holds `[start, end)`; it includes text dropped in between. */
export function sourceSpan(joined: JoinedText, start: number, end: number): Span {
  if (end > start) return { start: sourceOffset(joined, start), end: sourceEnd(joined, end - 1) };
  const at = start > 0 ? sourceEnd(joined, start - 1) : sourceOffset(joined, start);
  return { start: at, end: at };
}

export function sliceJoined(joined: JoinedText, start: number, end = joined.text.length): JoinedText {
  if (end <= start) return joinPieces([]);
  const pieces: Piece[] = [];
  for (let index = pieceOf(joined, start); index < joined.pieces.length; index++) {
    const piece = joined.pieces[index];
    const begin = joined.starts[index];
    if (piece === undefined || begin === undefined || begin >= end) break;
    const from = Math.max(0, start - begin);
    pieces.push(
      piece.length === undefined ? { text: piece.text.slice(from, end - begin), at: piece.at + from } : piece,
    );
  }
  return joinPieces(pieces);
}

function pieceOf(joined: JoinedText, index: number): number {
  let low = 0;
  let high = joined.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((joined.starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
