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

export function linesOf(text: string): Lines {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(lineEnd)) starts.push(index + end.length);
  const lineOf = (offset: number): number => {
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
      return { line, character: within - (starts[line] ?? 0) };
    },
    offset({ line, character }) {
      const start = starts[line];
      if (start === undefined) return text.length;
      let end = starts[line + 1] ?? text.length;
      while (end > start && starts[line + 1] !== undefined && /[\r\n]/.test(text[end - 1] ?? "")) end--;
      return Math.min(start + character, end);
    },
  };
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
