import type { Span } from "../../domain/finding/span.ts";
import { locate } from "../../text/locate.ts";
import { asked, type InlineIgnore } from "../dockerfile/ignores.ts";
import type { RunLines } from "../../domain/dockerfile/run-line.ts";

const script = /(?:^\uFEFF?|[ \t])#[ \t]*hullproof[ \t]+ignore[^\n\r]*/gim;
/** Comments of cmd. */
const batch = /^[ \t]*(?:@?rem[ \t]|::)[ \t]*hullproof[ \t]+ignore[^\n\r]*/gim;
/** In Markdown a `#` begins a heading, and code shows comments that are meant for other files. */
const markdown = /<!--[ \t]*hullproof[ \t]+ignore/i;

/**
 * `# hullproof ignore RULE: reason` in a script, makefile, unit or CI file, behind `REM` or `::` in one of cmd, and
 * `<!-- hullproof ignore RULE: reason -->` in Markdown. It speaks of the run line in which it stands, or else of the next one; `ignore-file` of the whole file.
 */
export function inlineCommandIgnores({ file, text, lines }: RunLines): InlineIgnore[] {
  const found = [...(/\.(?:md|markdown)$/i.test(file) ? inMarkdown(text) : inScript(file, text))];
  if (found.length === 0) return [];
  const parts = lines.map(({ span }) => locate(file, text, span));
  return found.flatMap((span) => {
    const words = text
      .slice(span.start, span.end)
      .replace(/^(?:#|<!--|@?rem|::)/i, "")
      .replace(/-->$/, "")
      .trim();
    const line = locate(file, text, span).startLine;
    const part = parts.find(({ endLine }) => endLine >= line);
    return [...asked(words, false)].flatMap(({ ids, scope, reason, until }): InlineIgnore[] =>
      // A comment below the last command speaks of its own line, where nothing is.
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
  for (const { index, 0: said } of text.matchAll(/\.(?:bat|cmd)$/i.test(file) ? batch : script))
    yield { start: index + said.search(/[#@r:]/i), end: index + said.trimEnd().length };
}

/** Piece by piece, since a pattern would look for the end once for each beginning. */
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
