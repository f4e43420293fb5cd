import type { Edit } from "../domain/finding/fix.ts";
import { byPosition } from "./apply.ts";

/**
 * Maps an offset of the edited text to the text before `edits` (of `applyEdits`). Inserted text maps to the start of
 * its edit.
 */
export function originOf(edits: readonly Edit[]): (offset: number) => number {
  let shift = 0;
  const moved = edits.toSorted(byPosition).map(({ span, text }) => {
    const start = span.start + shift;
    shift += text.length - (span.end - span.start);
    return { start, end: start + text.length, origin: span.start, shift };
  });
  return (offset) => {
    let low = 0;
    let high = moved.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((moved[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const last = moved[low - 1];
    if (last === undefined) return offset;
    return offset < last.end ? last.origin : offset - last.shift;
  };
}
