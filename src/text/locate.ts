import type { Span, TextLocation } from "../domain/finding/span.ts";

/** Line and column of `span` in `text`. A line ends at LF; a CR before it counts as part of the line. */
export function locate(file: string, text: string, span: Span): TextLocation {
  const starts = lineStarts(text);
  const [startLine, startColumn] = position(starts, span.start);
  const [endLine, endColumn] = position(starts, span.end);
  return { file, startLine, startColumn, endLine, endColumn };
}

// A file with many findings is located repeatedly; the last text is cached, so that each lookup costs a binary search.
let lineIndex: { readonly text: string; readonly starts: readonly number[] } = { text: "", starts: [0] };

function lineStarts(text: string): readonly number[] {
  if (lineIndex.text === text) return lineIndex.starts;
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  lineIndex = { text, starts };
  return starts;
}

/** An offset after a line's LF belongs to the next line. */
function position(starts: readonly number[], offset: number): [line: number, column: number] {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, offset - (starts[low] ?? 0) + 1];
}

/** The line of one offset, for a text that is used once. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** First and last line of a part. What ends at the very start of a line does not touch that line. */
export function linesOf(text: string, start: number, end: number): readonly [first: number, last: number] {
  const last = end > start ? end - 1 : end;
  return [locate("", text, { start, end: start }).startLine, locate("", text, { start: last, end: last }).startLine];
}
