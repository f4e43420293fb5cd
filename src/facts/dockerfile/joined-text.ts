import type { Span } from "../../domain/finding/span.ts";
import { withoutEnd } from "../../text/cut.ts";

export interface ArgsSource {
  readonly text: string;
  readonly escape: "\\" | "`";
}

/** A range of an instruction as Docker reads it: continuations joined, comment and blank lines between them dropped. */
export function joinedText({ text, escape }: ArgsSource, { start, end }: Span): string {
  const written = text.slice(start, end);
  if (!written.includes("\n")) return written;
  let joined = "";
  const lines = written.split("\n");
  lines.forEach((raw, index) => {
    const line = index < lines.length - 1 ? withoutEnd(raw, "\r") : raw;
    if (index > 0 && /^\s*(#|$)/.test(line)) return;
    const kept = withoutEnd(line, " \t");
    joined += kept.endsWith(escape) ? kept.slice(0, -1) : line;
  });
  return joined;
}
