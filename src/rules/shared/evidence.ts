import type { Evidence } from "../../domain/finding/finding.ts";
import type { Span } from "../../domain/finding/span.ts";
import { locate } from "../../text/locate.ts";

/** Longest quotation of a source text; a generated RUN can be megabytes. */
const longest = 1_000;

/** The lines of a finding, unchanged, or as `text` shows them. */
export function quote(
  source: { readonly file: string; readonly text: string },
  span: Span,
  text = source.text.slice(span.start, span.end),
): Evidence {
  return {
    kind: "source",
    location: locate(source.file, source.text, span),
    text: text.length > longest ? `${text.slice(0, longest)}...` : text,
  };
}

/** Text between the start of a line and its only value: keys, dashes, brackets and quotes; the key of a unit. */
const lead = /^[ \t]*(?:- +)*(?:[\w./-]+ *[:=] *(?:[{[] *)?)*["']?$/;
/** What closes it. */
const tail = /^["']?:?(?: *[}\]])*,?[ \t]*\r?$/;

/**
 * The span extended to its full lines, as in the file; unchanged if a line contains other values, which may be secret,
 * or is too long to quote. `of` is the command with these lines: the caller masks its other parts.
 */
export function wholeLines(text: string, span: Span, of?: Span): Span {
  // A manifest in JSON is one line, with thousands of findings: only the quoted part is scanned.
  const before = text.slice(Math.max(0, span.start - longest - 1), span.start);
  const after = text.slice(span.end, span.end + longest + 2);
  const first = before.lastIndexOf("\n");
  const next = after.indexOf("\n");
  if ((first === -1 && before.length > longest) || (next === -1 && after.length > longest + 1)) return span;
  const start = span.start - before.length + first + 1;
  const end = next === -1 ? text.length : span.end + next - (after[next - 1] === "\r" ? 1 : 0);
  if (end - start > longest || end < span.end) return span;
  if (of !== undefined && of.start <= span.start && span.end <= of.end)
    return { start: Math.max(start, of.start), end: Math.min(end, of.end) };
  if (!lead.test(text.slice(start, span.start))) return span;
  return { start, end: tail.test(text.slice(span.end, end)) ? end : span.end };
}

/** The lines of a YAML file or a unit that contain a span. */
export function quoteLines(source: { readonly file: string; readonly text: string }, span: Span): Evidence {
  return quote(source, wholeLines(source.text, span));
}

/** A published or measured fact, with where to look it up. */
export function reference(statement: string, source: string): Evidence {
  return { kind: "reference", statement, source };
}

/** 1-based line of an offset, for messages that point at a second place. */
export function lineOf(source: { readonly file: string; readonly text: string }, span: Span): number {
  return locate(source.file, source.text, span).startLine;
}
