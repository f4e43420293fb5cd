import type { Edit } from "../domain/finding/fix.ts";

/**
 * Applies all edits to `text`; their spans refer to `text`, and they must not overlap (`planFixes` ensures that). Edits
 * at the same place are applied in the given order.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of edits.toSorted(byPosition)) {
    if (span.start < at || span.end < span.start || span.end > text.length) {
      throw new RangeError(`edit ${span.start}-${span.end} overlaps another or lies outside the text`);
    }
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

export function byPosition(one: Edit, other: Edit): number {
  return one.span.start - other.span.start || one.span.end - other.span.end;
}
