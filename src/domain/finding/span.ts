/** Half-open range of UTF-16 offsets into one source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Position of a span for a reader: lines and columns are 1-based, the end is exclusive. */
export interface TextLocation {
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A range of one named file. */
export interface TextSpan {
  readonly file: string;
  readonly span: Span;
}
