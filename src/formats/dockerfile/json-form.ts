/** The array that an exec form begins with; `end` is the index after its `]`. */
export interface JsonForm {
  /** Undefined when not all of its items are strings, which Docker refuses. */
  readonly strings: readonly string[] | undefined;
  readonly end: number;
}

/**
 * The JSON array at the start of `text`, or undefined: Docker then silently treats it as shell form. What follows the
 * array is ignored (BuildKit's `parseJSON` reads one value off a stream; measured: `CMD ["a"] b` runs `a`).
 */
export function jsonForm(text: string): JsonForm | undefined {
  if (!text.startsWith("[")) return undefined;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)|[[\]]/gs)) {
    if (token === "[") depth++;
    if (token !== "]" || --depth > 0) continue;
    const end = index + 1;
    const items = parsed(text.slice(0, end));
    if (items === undefined) return undefined;
    const strings = items.filter((item): item is string => typeof item === "string");
    return { strings: strings.length === items.length ? strings : undefined, end };
  }
  return undefined;
}

function parsed(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
