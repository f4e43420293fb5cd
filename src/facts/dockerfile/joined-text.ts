import type { Span } from "../../domain/finding/span.ts";
import { trimSlice } from "../../formats/dockerfile/words.ts";
import { withoutEnd } from "../../text/cut.ts";

export interface ArgsSource {
  readonly text: string;
  readonly escape: "\\" | "`";
}

/** A range of an instruction as Docker reads it: continuations joined, comment and blank lines between them dropped. */
export function joinedText({ text, escape }: ArgsSource, { start, end }: Span): string {
  const sourceText = text.slice(start, end);
  if (!sourceText.includes("\n")) return sourceText;
  let joined = "";
  const lines = sourceText.split("\n");
  lines.forEach((raw, index) => {
    const line = index < lines.length - 1 ? withoutEnd(raw, "\r") : raw;
    if (index > 0 && isSkipped(line)) return;
    const trimmedLine = withoutEnd(line, " \t");
    joined += trimmedLine.endsWith(escape) ? trimmedLine.slice(0, -1) : line;
  });
  return joined;
}

/** A comment, or nothing but blanks as Docker knows them. */
function isSkipped(line: string): boolean {
  const { start, end } = trimSlice(line, 0);
  return start === end || line[start] === "#";
}
