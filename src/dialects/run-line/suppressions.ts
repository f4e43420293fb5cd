import type { Span } from "../../domain/finding/span.ts";
import { locate } from "../../text/locate.ts";
import { readSuppressions, type InlineIgnore } from "../../facts/dockerfile/ignores.ts";
import type { RunLines } from "../../domain/dockerfile/run-line.ts";

const script = /(?:^\uFEFF?|[ \t])#[ \t]*hullproof[ \t]+ignore[^\n\r]*/gim;
/** Comments in batch files. */
const batch = /^[ \t]*(?:@?rem[ \t]|::)[ \t]*hullproof[ \t]+ignore[^\n\r]*/gim;
/** In Markdown, `#` begins a heading, and comments in code are meant for other files. */
const markdown = /<!--[ \t]*hullproof[ \t]+ignore/i;

/**
 * `# hullproof ignore RULE: reason` in a script, makefile, unit or CI file, after `REM` or `::` in a batch file, and
 * `<!-- hullproof ignore RULE: reason -->` in Markdown. It applies to the enclosing run line, or else to the next one;
 * `ignore-file` to the whole file.
 */
export function inlineCommandIgnores({ file, text, lines }: RunLines): InlineIgnore[] {
  const comments = [...(/\.(?:md|markdown)$/i.test(file) ? inMarkdown(text) : inScript(file, text))];
  if (comments.length === 0) return [];
  const parts = lines.map(({ span }) => locate(file, text, span));
  return comments.flatMap((span) => {
    const words = text
      .slice(span.start, span.end)
      .replace(/^(?:#|<!--|@?rem|::)/i, "")
      .replace(/-->$/, "")
      .trim();
    const line = locate(file, text, span).startLine;
    const part = parts.find(({ endLine }) => endLine >= line);
    return [...readSuppressions(words, false)].flatMap(({ ids, scope, reason, until }): InlineIgnore[] =>
      // A comment below the last command applies to its own line, which has no findings.
      ids.map((id) => ({
        id,
        reason,
        ...(until !== undefined && { until }),
        ...(scope !== "file" && { lines: part === undefined ? [line, line] : [part.startLine, part.endLine] }),
        span,
        alone: false,
      })),
    );
  });
}

function* inScript(file: string, text: string): Generator<Span> {
  for (const { index, 0: commentText } of text.matchAll(/\.(?:bat|cmd)$/i.test(file) ? batch : script))
    yield { start: index + commentText.search(/[#@r:]/i), end: index + commentText.trimEnd().length };
}

/** Searched step by step, since a pattern would search for the end at each beginning. */
function* inMarkdown(text: string): Generator<Span> {
  for (const line of text.matchAll(/[^\n\r]+/g)) {
    let from = line.index;
    for (const piece of line[0].split("-->").slice(0, -1)) {
      const at = piece.search(markdown);
      if (at !== -1) yield { start: from + at, end: from + piece.length + 3 };
      from += piece.length + 3;
    }
  }
}
