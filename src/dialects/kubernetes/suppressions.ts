import type { Span } from "../../domain/finding/span.ts";
import { readSuppressions, type InlineIgnore } from "../../facts/dockerfile/ignores.ts";
import type { PodsFact } from "../../facts/pod-security/pods-fact.ts";

/** A comment on its own line or after a value. */
const comment = /(?:^\uFEFF?|[ \t])#[ \t]*hullproof[ \t]+ignore[^\n\r]*/gim;

/**
 * `# hullproof ignore RULE: reason` of a manifest: it applies to the enclosing or next container, elsewhere to the
 * object. `ignore-file` to the whole file.
 */
export function manifestIgnores({ file, text, pods }: PodsFact): InlineIgnore[] {
  const comments = [...text.matchAll(comment)];
  if (comments.length === 0) return [];
  const lines = lineStarts(text);
  const linesOf = ({ start, end }: Span) => [lineAt(lines, start), lineAt(lines, Math.max(start, end - 1))] as const;
  // Sorted by size, the smallest first.
  const parts = [
    ...pods.flatMap(({ containers }) => containers.map(({ node }) => node.span)),
    ...pods.map(({ object }) => object.node.span),
  ].map(linesOf);
  return comments.flatMap((match): InlineIgnore[] => {
    const start = match.index + match[0].indexOf("#");
    const span = { start, end: match.index + match[0].trimEnd().length };
    const line = lineAt(lines, start);
    const next = nextSaid(text, lines, line);
    const isWholeLine = text.slice(lines[line - 1], start).trim() === "";
    const at = isWholeLine ? next : line;
    const part = parts.find(([first, last]) => first <= at && at <= last);
    return [...readSuppressions(text.slice(start, span.end).replace(/^#\s*/, ""), false)].flatMap(
      ({ ids, scope, reason, until }) =>
        ids.map((id) => ({
          id,
          reason,
          file,
          ...(until !== undefined && { until }),
          ...(scope !== "file" && { lines: part ?? ([at, at] as const) }),
          span,
          alone: false,
        })),
    );
  });
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** 1-based. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first line after a comment with content. */
function nextSaid(text: string, starts: readonly number[], line: number): number {
  for (let at = line; at < starts.length; at++)
    if (!/^[ \t]*(?:#|\r?$)/.test(text.slice(starts[at], (starts[at + 1] ?? text.length + 1) - 1))) return at + 1;
  return line;
}
