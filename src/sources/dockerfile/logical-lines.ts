import type { Span } from "../../domain/span.ts";
import { joinPieces, type JoinedText, type Piece } from "./joined-text.ts";

/** What Docker makes one line of: continuations joined, comment and blank lines between them dropped. */
export interface LogicalLine {
  readonly joined: JoinedText;
  /** From the first character that is not blank to the last of its last physical line. */
  readonly span: Span;
  /** Where the next physical line begins. */
  readonly next: number;
  /** Comment lines between the continuation lines. */
  readonly comments: readonly Span[];
}

export interface PhysicalLine {
  readonly start: number;
  /** Without the line break. */
  readonly end: number;
  readonly next: number;
}

/** A line ends at LF; every CR before it belongs to the line break, as in BuildKit's `trimNewline`. */
export function physicalLine(text: string, start: number): PhysicalLine {
  const lf = text.indexOf("\n", start);
  let end = lf === -1 ? text.length : lf;
  while (end > start && text[end - 1] === "\r") end--;
  return { start, end, next: lf === -1 ? text.length : lf + 1 };
}

/** The comment of a line that is one, from `#` to the end of the line. */
export function commentOf(text: string, line: PhysicalLine): Span | undefined {
  const content = text.slice(line.start, line.end);
  const blanks = content.length - content.trimStart().length;
  return content[blanks] === "#" ? { start: line.start + blanks, end: line.end } : undefined;
}

/**
 * The logical line that begins at `start`, which must be neither blank nor a comment. The rules are those of BuildKit
 * (frontend/dockerfile/parser/parser.go): the escape character and any blanks behind it continue the line, unless
 * another escape character stands before it.
 */
export function logicalLine(text: string, start: number, escape: "\\" | "`"): LogicalLine {
  const pieces: Piece[] = [];
  const comments: Span[] = [];
  let line = physicalLine(text, start);
  let last = line;
  let open = true;
  for (let first = true; open; first = false) {
    const comment = first ? undefined : commentOf(text, line);
    const content = text.slice(line.start, line.end);
    if (comment !== undefined) {
      comments.push(comment);
    } else if (content.trim() !== "") {
      const continued = withoutContinuation(content, escape);
      pieces.push({ text: continued ?? content, at: line.start });
      last = line;
      open = continued !== undefined;
    }
    if (line.next >= text.length) break;
    if (open) line = physicalLine(text, line.next);
  }
  const firstLine = text.slice(start, physicalLine(text, start).end);
  const begin = start + firstLine.length - firstLine.trimStart().length;
  const end = last.start + text.slice(last.start, last.end).trimEnd().length;
  return {
    joined: joinPieces(pieces),
    span: { start: begin, end },
    next: last.next,
    comments: comments.filter((comment) => comment.start < end),
  };
}

function withoutContinuation(content: string, escape: string): string | undefined {
  const trimmed = content.replace(/[ \t]+$/, "");
  if (!trimmed.endsWith(escape) || trimmed.at(-2) === escape) return undefined;
  return trimmed.slice(0, -1);
}
