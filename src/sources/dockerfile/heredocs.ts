import type { Span } from "../../domain/span.ts";
import { physicalLine } from "./logical-lines.ts";
import { splitQuoted } from "./words.ts";

export interface Heredoc {
  readonly name: string;
  /** The lines between, with their line breaks. */
  readonly bodySpan: Span;
  /** End of the closing line, without its line break, and where the next line begins. */
  readonly end: number;
  readonly next: number;
}

/**
 * The heredocs that a logical line opens and their bodies, which begin at `start`. A word counts when it is
 * `[digits]<<[-]NAME` (BuildKit, `ParseHeredoc`), so `"<<A"`, `$((1<<2))` and `<<<x` do not. The first heredoc that never
 * closes is told by its name.
 */
export function readHeredocs(line: string, text: string, start: number): readonly Heredoc[] | { unterminated: string } {
  const found: Heredoc[] = [];
  let from = start;
  for (const slice of splitQuoted(line, { start: 0, end: line.length })) {
    const match = /^\d*<<(-?)([^<]+)$/s.exec(line.slice(slice.start, slice.end));
    if (match?.[2] === undefined) continue;
    const name = match[2].replace(/\\(.)|["']/gs, "$1");
    const heredoc = findEnd(text, from, name, match[1] === "-");
    if (heredoc === undefined) return { unterminated: name };
    found.push(heredoc);
    from = heredoc.next;
  }
  return found;
}

function findEnd(text: string, start: number, name: string, chomp: boolean): Heredoc | undefined {
  for (let at = start; at < text.length;) {
    const line = physicalLine(text, at);
    const content = text.slice(line.start, line.end);
    if ((chomp ? content.replace(/^\t+/, "") : content) === name) {
      return { name, bodySpan: { start, end: line.start }, end: line.end, next: line.next };
    }
    at = line.next;
  }
  return undefined;
}
