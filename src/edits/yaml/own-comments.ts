import { commentsOf } from "./comments.ts";

/** The prefix of each comment line that hullproof writes into a user's file. */
export const ownMark = "# hullproof: ";

/** A comment line above the line of `at`. */
export interface CommentAt {
  /** Offset in the text. */
  readonly at: number;
  /** Lines without their mark. */
  readonly lines: readonly string[];
}

/**
 * The text with comment lines, each above the line of what it is about and as deep. The data stay what they are. What a line quotes could be a
 * comment by itself, and so ask a linter for silence: no line keeps a `#` but its first.
 */
export function withComments(text: string, comments: readonly CommentAt[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const byLine = new Map<number, string[]>();
  for (const { at, lines } of comments) {
    const start = text.lastIndexOf("\n", at - 1) + 1;
    byLine.set(start, [...(byLine.get(start) ?? []), ...lines]);
  }
  const parts: string[] = [];
  let position = 0;
  for (const [start, lines] of [...byLine].toSorted(([a], [b]) => a - b)) {
    const indent = /^[ ]*/.exec(text.slice(start))?.[0] ?? "";
    parts.push(
      text.slice(position, start),
      ...[...new Set(lines)].map((line) => `${indent}${ownMark}${line.replaceAll("#", "~")}${eol}`),
    );
    position = start;
  }
  parts.push(text.slice(position));
  return parts.join("");
}

/** The text without own comment lines from `start` to `end`, nor those right above. */
export function withoutComments(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  const lines = commentsOf(text).flatMap((comment) => {
    const from = text.lastIndexOf("\n", comment.start - 1) + 1;
    const isAlone = text.slice(from, comment.start).trim() === "";
    if (!isAlone || !comment.text.startsWith(ownMark.trimEnd())) return [];
    const next = text.indexOf("\n", comment.start);
    return [{ from, to: next === -1 ? text.length : next + 1 }];
  });
  let first = text.lastIndexOf("\n", start - 1) + 1;
  for (const { from, to } of lines.toReversed()) if (to === first) first = from;
  return lines
    .filter(({ from }) => from >= first && from < end)
    .reduceRight((maskedText, { from, to }) => maskedText.slice(0, from) + maskedText.slice(to), text);
}
