import { locate } from "../../text/locate.ts";
import { asked, type InlineIgnore } from "../dockerfile/ignores.ts";
import type { RunLinesFact } from "./run-lines.ts";

const script = /(?:^\uFEFF?|[ \t])#[ \t]*hullproof[ \t]+ignore[^\n\r]*/gim;
/** In Markdown a `#` begins a heading, and code shows comments that are meant for other files. */
const markdown = /<!--[ \t]*hullproof[ \t]+ignore(?:(?!-->)[^\n\r])*-->/gi;

/**
 * `# hullproof ignore RULE: reason` in a script, makefile, unit or CI file, and `<!-- hullproof ignore RULE: reason -->` in Markdown. It speaks of the run
 * line in which it stands, or else of the next one; `ignore-file` of the whole file.
 */
export function inlineCommandIgnores({ file, text, lines }: RunLinesFact): InlineIgnore[] {
  const found = [...text.matchAll(/\.(?:md|markdown)$/i.test(file) ? markdown : script)];
  if (found.length === 0) return [];
  const parts = lines.map(({ span }) => locate(file, text, span));
  return found.flatMap((match) => {
    const start = match.index + match[0].search(/#|<!--/);
    const span = { start, end: match.index + match[0].trimEnd().length };
    const words = text.slice(start, span.end).replace(/^(?:#|<!--)\s*|\s*-->$/g, "");
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
