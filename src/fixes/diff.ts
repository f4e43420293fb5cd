import { structuredPatch } from "diff";

/**
 * Unified diff with git's `a/` and `b/` names; empty without changes. CR stays at the end of its lines. `about` returns
 * a note on the lines first to last of `before`; it follows the second `@@`, where git and patch both ignore it.
 */
export function unifiedDiff(
  file: string,
  before: string,
  after: string,
  about: (first: number, last: number) => string = () => "",
): string {
  if (before === after) return "";
  const name = file.replace(/^(\.?\/)+/, "");
  const { hunks } = structuredPatch(name, name, before, after, "", "", { context: 3 });
  const note = ({ oldStart, oldLines }: { oldStart: number; oldLines: number }): string => {
    const text = about(oldStart, oldStart + Math.max(oldLines, 1) - 1).replaceAll(/[\p{Cc}]+/gu, " ");
    return text === "" ? "" : ` ${text}`;
  };
  const lines = hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@${note(hunk)}`,
    ...hunk.lines,
  ]);
  return [`--- ${quoted(`a/${name}`)}`, `+++ ${quoted(`b/${name}`)}`, ...lines, ""].join("\n");
}

function range(start: number, lines: number): string {
  // An empty range is named by the line before it.
  if (lines === 0) return `${start - 1},0`;
  return lines === 1 ? `${start}` : `${start},${lines}`;
}

/** Quotes characters that would end or change the header line, like git's core.quotePath; others stay readable. */
function quoted(path: string): string {
  if (!/[\p{Cc}"\\]/u.test(path)) return path;
  const escaped = path.replace(/[\p{Cc}"\\]/gu, (char) =>
    char === '"' || char === "\\"
      ? `\\${char}`
      : [...new TextEncoder().encode(char)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
  );
  return `"${escaped}"`;
}
