import type { Evidence, Finding } from "../../domain/finding/finding.ts";
import type { PlacedEdit } from "../../domain/finding/fix.ts";

/** A replacement of one range, in byte columns. */
export interface Suggestion {
  readonly range: { readonly start: BytePosition; readonly end: BytePosition };
  readonly text: string;
}

export interface BytePosition {
  /** One-based. */
  readonly line: number;
  /** One-based, bytes of UTF-8. */
  readonly column: number;
}

type Source = Extract<Evidence, { readonly kind: "source" }>;

/**
 * The edits of a finding's fix as one replacement. A report contains only the text quoted as evidence: if that
 * includes the lines of all edits from their first column, bytes can be counted; otherwise undefined.
 */
export function suggestionOf({ fix, evidence }: Finding): Suggestion | undefined {
  const { edits = [] } = fix ?? {};
  if (edits.length === 0) return undefined;
  for (const source of evidence) {
    const suggestion = source.kind === "source" ? within(source, edits) : undefined;
    if (suggestion !== undefined) return suggestion;
  }
  return undefined;
}

function within({ location, text, masked }: Source, edits: readonly PlacedEdit[]): Suggestion | undefined {
  // Masked text differs from the file, and would be written into it.
  if (location.startColumn !== 1 || masked === true) return undefined;
  const lines = text.split("\n");
  const starts = lines.map((_, at) => lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0));
  const offsetOf = (line: number, column: number): number | undefined => {
    const at = line - location.startLine;
    const lineText = lines[at];
    return lineText === undefined || column - 1 > lineText.length ? undefined : (starts[at] ?? 0) + column - 1;
  };
  const replacements: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  for (const edit of edits) {
    const [start, end] = [offsetOf(edit.startLine, edit.startColumn), offsetOf(edit.endLine, edit.endColumn)];
    if (edit.file !== location.file || start === undefined || end === undefined) return undefined;
    replacements.push({ start, end, text: edit.text });
  }
  replacements.sort((one, other) => one.start - other.start);
  const [first, last] = [replacements[0], replacements.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  let replaced = "";
  let at = first.start;
  for (const edit of replacements) {
    if (edit.start < at) return undefined;
    replaced += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  const positionOf = (offset: number): BytePosition => {
    const line = starts.findLastIndex((start) => start <= offset);
    const precedingText = text.slice(starts[line] ?? 0, offset);
    return { line: location.startLine + line, column: new TextEncoder().encode(precedingText).length + 1 };
  };
  return { range: { start: positionOf(first.start), end: positionOf(last.end) }, text: replaced };
}
