import type { Span } from "../../domain/finding/span.ts";
import { joinPieces, type JoinedText, type Piece } from "../shell/joined-text.ts";
import { trimSlice } from "./words.ts";
import { withoutEnd } from "../../text/cut.ts";

/** A logical line of Docker: continuations joined, comment and blank lines between them dropped. */
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
  const { start } = trimSlice(text, line.start, line.end);
  return start < line.end && text[start] === "#" ? { start, end: line.end } : undefined;
}

/**
 * The logical line that begins at `start`, which must be neither blank nor a comment. The rules are those of BuildKit
 * (frontend/dockerfile/parser/parser.go): the escape character and any blanks after it continue the line, unless
 * another escape character precedes it.
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
    } else if (!isBlank(text, line)) {
      const continued = withoutContinuation(content, escape);
      pieces.push({ text: continued ?? content, at: line.start });
      last = line;
      open = continued !== undefined;
    }
    if (line.next >= text.length) break;
    if (open) line = physicalLine(text, line.next);
  }
  const begin = trimSlice(text, start, physicalLine(text, start).end).start;
  const { end } = trimSlice(text, last.start, last.end);
  return {
    joined: joinPieces(pieces),
    span: { start: begin, end },
    next: last.next,
    comments: comments.filter((comment) => comment.start < end),
  };
}

export function isBlank(text: string, line: PhysicalLine): boolean {
  const { start, end } = trimSlice(text, line.start, line.end);
  return start === end;
}

function withoutContinuation(content: string, escape: string): string | undefined {
  const trimmed = withoutEnd(content, " \t");
  if (!trimmed.endsWith(escape) || trimmed.at(-2) === escape) return undefined;
  return trimmed.slice(0, -1);
}
