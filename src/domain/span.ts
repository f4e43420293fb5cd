/** Half-open range of UTF-16 offsets into one source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a span lies for a reader: lines and columns are 1-based, the end is exclusive. */
export interface TextLocation {
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Line and column of `span` in `text`. A line ends at LF; a CR before it counts as part of the line. */
export function locate(file: string, text: string, span: Span): TextLocation {
  const [startLine, startColumn] = position(text, span.start);
  const [endLine, endColumn] = position(text, span.end);
  return { file, startLine, startColumn, endLine, endColumn };
}

function position(text: string, offset: number): [line: number, column: number] {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return [line, offset - lineStart + 1];
}
