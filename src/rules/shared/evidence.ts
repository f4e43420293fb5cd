import type { Evidence } from "../../domain/finding/finding.ts";
import type { Span } from "../../domain/finding/span.ts";
import { locate } from "../../text/locate.ts";

/** Longest quotation of a source text; a generated RUN can be megabytes. */
const longest = 1_000;

/** The lines a finding rests on, as they stand in the file, or as `text` shows them. */
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

/** A published or measured fact, with where to look it up. */
export function reference(statement: string, source: string): Evidence {
  return { kind: "reference", statement, source };
}

/** 1-based line of an offset, for messages that point at a second place. */
export function lineOf(source: { readonly file: string; readonly text: string }, span: Span): number {
  return locate(source.file, source.text, span).startLine;
}
