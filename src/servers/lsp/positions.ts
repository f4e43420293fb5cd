import { member } from "../rpc/json.ts";

/** LSP 3.17, Position: from 0, characters in UTF-16 units, which every client takes. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Lines of one text as LSP counts them: they end at LF, CR LF or CR. */
export interface Lines {
  readonly text: string;
  at(offset: number): Position;
  /** What lies behind the end of a line is its end (LSP 3.17). */
  offset(position: Position): number;
}

const lineEnd = /\r\n|\n|\r/g;

/** The text is split when a place in it is asked for; of one that is only changed, no more is read than the lines before the change. */
export function linesOf(text: string): Lines {
  let lineStarts: number[] | undefined;
  const split = (): readonly number[] => {
    if (lineStarts !== undefined) return lineStarts;
    lineStarts = [0];
    // It begins where the last search ended.
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

/** Where a line begins; undefined behind the last. */
function startOf(text: string, line: number): number | undefined {
  lineEnd.lastIndex = 0;
  for (let left = line; left > 0; left--) if (lineEnd.exec(text) === null) return undefined;
  return lineEnd.lastIndex;
}

/** A range from outside; undefined for anything else. */
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
