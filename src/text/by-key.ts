import { compareText } from "./compare-text.ts";

/** Entries by their keys, as `compareText` has them. */
export function byKey([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number {
  return compareText(a, b);
}
