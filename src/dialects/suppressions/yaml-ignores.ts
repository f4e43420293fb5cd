import { lineStart } from "../../edits/run-text.ts";
import { readSuppressions, type InlineIgnore } from "../../facts/dockerfile/ignores.ts";

/** A comment on its own line or after a value. */
const comment = /(?:^\uFEFF?|[ \t])#[ \t]*hullproof[ \t]+ignore[^\n\r]*/gim;

/**
 * `# hullproof ignore RULE: reason` of a YAML text. It applies to the enclosing service or other entry of a top-level
 * key, or else to the next one; `ignore-file` to the whole file.
 */
export function inlineYamlIgnores(file: string, text: string): InlineIgnore[] {
  const comments = [...text.matchAll(comment)];
  if (comments.length === 0) return [];
  const parts = partsOf(text);
  let line = 1;
  let position = 0;
  return comments.flatMap((match) => {
    const start = match.index + match[0].indexOf("#");
    for (; position < start; position++) if (text[position] === "\n") line++;
    const begin = lineStart(text, start);
    const isWholeLine = /^[ \t]*$/.test(text.slice(begin, start));
    const column = start - begin;
    const span = { start, end: match.index + match[0].trimEnd().length };
    const words = text.slice(start, span.end).replace(/^#\s*/, "");
    return [...readSuppressions(words, false)].flatMap(({ ids, scope, reason, until }): InlineIgnore[] => {
      const part = scope === "file" ? undefined : partFor(parts, line, isWholeLine, column);
      return ids.map((id) => ({
        id,
        reason,
        file,
        ...(until !== undefined && { until }),
        ...(part && { lines: [part.first, part.last] as const }),
        ...(part?.service !== undefined && { container: part.service }),
        span,
        alone: false,
      }));
    });
  });
}

/** One entry below a top-level key: from the line of its key to its last line. */
interface Part {
  readonly first: number;
  last: number;
  readonly indent: number;
  /** Its name, if it is a service of a Compose file. */
  readonly service?: string;
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let indent: number | undefined;
  let isServices = false;
  for (const [at, line] of text.split("\n").entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const lineIndent = /^ */.exec(line)?.[0].length ?? 0;
    if (lineIndent === 0) {
      indent = undefined;
      isServices = /^services:\s*(?:#|$)/.test(line);
      continue;
    }
    indent ??= lineIndent;
    const current = parts.at(-1);
    if (lineIndent === indent && !/^ *- /.test(line)) {
      const service = isServices ? /^ *(["']?)([\w.-]+)\1:/.exec(line)?.[2] : undefined;
      parts.push({ first: at + 1, last: at + 1, indent, ...(service !== undefined && { service }) });
    } else if (current !== undefined) current.last = at + 1;
  }
  return parts;
}

function partFor(parts: readonly Part[], line: number, isWholeLine: boolean, column: number): Part | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.first ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const previousPart = parts[low - 1];
  const inside = previousPart !== undefined && (isWholeLine ? column > previousPart.indent : line <= previousPart.last);
  return inside ? previousPart : parts[low];
}
