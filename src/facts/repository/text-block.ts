/** Lines that are looked at above and below. */
export const lineLimit = 30;

/** Characters of a block; where it is longer, it is not known. */
export const blockLimit = 4_000;

/** Lines of the same block, undefined where it is too long: they are indented as far as the one at `at`, or further. */
export function blockAround(text: string, at: number): string | undefined {
  let from = lineStart(text, at);
  let to = lineEnd(text, at);
  const indent = indentOf(text.slice(from, to));
  for (let lines = 0; lines < lineLimit && from > 0 && to - from < blockLimit; lines++) {
    const previousStart = lineStart(text, from - 1);
    const line = text.slice(previousStart, from - 1);
    if (line.trim() !== "" && indentOf(line) < indent) break;
    from = previousStart;
  }
  for (let lines = 0; lines < lineLimit && to < text.length && to - from < blockLimit; lines++) {
    const nextEnd = lineEnd(text, to + 1);
    const line = text.slice(to + 1, nextEnd);
    if (line.trim() !== "" && indentOf(line) < indent) break;
    to = nextEnd;
  }
  return to - from > blockLimit ? undefined : text.slice(from, to);
}

/** Lines of the mapping that the key at `at` is in: as `blockAround`, but one item of a list alone. */
export function mappingAround(text: string, at: number): string | undefined {
  let from = lineStart(text, at);
  let to = lineEnd(text, at);
  const indent = indentOf(text.slice(from, to));
  const isItem = (line: string): boolean => /^[ \t]*-[ \t]/.test(line) && indentOf(line) === indent;
  for (let lines = 0; lines < lineLimit && from > 0 && !isItem(text.slice(from, lineEnd(text, from))); lines++) {
    const previousStart = lineStart(text, from - 1);
    const line = text.slice(previousStart, from - 1);
    if (line.trim() !== "" && indentOf(line) < indent) break;
    from = previousStart;
  }
  for (let lines = 0; lines < lineLimit && to < text.length; lines++) {
    const nextEnd = lineEnd(text, to + 1);
    const line = text.slice(to + 1, nextEnd);
    if (line.trim() !== "" && (indentOf(line) < indent || isItem(line))) break;
    to = nextEnd;
  }
  return to - from > blockLimit ? undefined : text.slice(from, to);
}

function indentOf(line: string): number {
  return /^[ \t]*(?:-[ \t]+)?/.exec(line)?.[0].length ?? 0;
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
