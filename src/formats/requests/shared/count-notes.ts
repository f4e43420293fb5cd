import { compareText } from "../../../text/compare-text.ts";

/** Counts what a source has and no step can send, by its plural. */
export function countNotes(): {
  readonly add: (what: string, count?: number) => void;
  readonly list: () => string[];
} {
  const counts = new Map<string, number>();
  return {
    add: (what, count = 1) => void counts.set(what, (counts.get(what) ?? 0) + count),
    list: () => [...counts].map(([what, count]) => `${what}: ${count}`).toSorted(compareText),
  };
}
