import { member } from "../rpc/json.ts";

/** LSP 3.17, Position: zero-based, characters in UTF-16 units, which every client supports. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Lines of one text as LSP defines them: they end at LF, CR LF or CR. */
export interface Lines {
  readonly text: string;
  at(offset: number): Position;
  /** A position past the end of a line means its end (LSP 3.17). */
  offset(position: Position): number;
}

const lineEnd = /\r\n|\n|\r/g;

/** Splits the text on the first lookup; a change reads only the lines before it. */
export function linesOf(text: string): Lines {
  let lineStarts: number[] | undefined;
  const split = (): readonly number[] => {
    if (lineStarts !== undefined) return lineStarts;
    lineStarts = [0];
    // Starts at the end of the last search.
    lineEnd.lastIndex = 0;
    for (const { index, 0: end } of text.matchAll(lineEnd)) lineStarts.push(index + end.length);
    return lineStarts;
  };
  const lineOf = (offset: number): number => {
    const starts = split();
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    text,
    at(offset) {
      const within = Math.max(0, Math.min(offset, text.length));
      const line = lineOf(within);
      return { line, character: within - (split()[line] ?? 0) };
    },
    offset({ line, character }) {
      const start = lineStarts === undefined ? startOf(text, line) : lineStarts[line];
      if (start === undefined) return text.length;
      lineEnd.lastIndex = start;
      return Math.min(start + character, lineEnd.exec(text)?.index ?? text.length);
    },
  };
}

/** Start of a line; undefined past the last one. */
function startOf(text: string, line: number): number | undefined {
  lineEnd.lastIndex = 0;
  for (let left = line; left > 0; left--) if (lineEnd.exec(text) === null) return undefined;
  return lineEnd.lastIndex;
}

/** Parses a range from outside; undefined for anything else. */
export function rangeIn(value: unknown): Range | undefined {
  const [start, end] = [positionIn(member(value, "start")), positionIn(member(value, "end"))];
  return start && end && { start, end };
}

export function positionIn(value: unknown): Position | undefined {
  const [line, character] = [member(value, "line"), member(value, "character")];
  return isCount(line) && isCount(character) ? { line, character } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2 ** 31;
}
