import { commentsOf } from "../../edits/yaml/comments.ts";
import { lineStart, nextLine } from "../../edits/run-text.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { IgnoresFact, IgnoreState, InlineIgnore } from "../../facts/dockerfile/ignores.ts";

/** For a YAML text, or for a unit, in which each line that begins with `#` is a comment. */
type Language = "yaml" | "unit";

/**
 * Usage of suppressions outside Dockerfiles, with the line of each that is a comment on its own line; in a block scalar
 * it would be content.
 */
export function removableIgnores(
  { file, text }: Pick<IgnoresFact, "file" | "text">,
  language: Language,
  inline: readonly (InlineIgnore & { readonly state: IgnoreState })[],
): IgnoresFact {
  let comments: ReadonlySet<number> | undefined;
  const isComment = ({ start }: Span): boolean =>
    language === "unit" || (comments ??= new Set(commentsOf(text).map((comment) => comment.start))).has(start);
  const states = inline.map(({ id, reason, until, state, span }) => {
    const line = { start: lineStart(text, span.start), end: nextLine(text, span.end) };
    const isAlone =
      state === "unused" &&
      /^[ \t]*$/.test(text.slice(line.start, span.start)) &&
      /^[ \t]*\r?\n?$/.test(text.slice(span.end, line.end));
    return {
      id,
      reason,
      ...(until !== undefined && { until }),
      state,
      span,
      ...(isAlone && isComment(span) && { line }),
    };
  });
  return { file, text, states };
}
