import { compareText } from "../text/compare-text.ts";
import type { Sign } from "./version-order.ts";

/** Whole numbers of any length, written in decimal digits: date-like versions pass 2^53. The empty text is 0. */
export function compareDigits(a: string, b: string): Sign {
  const left = a.replace(/^0+/, "");
  const right = b.replace(/^0+/, "");
  return left.length === right.length ? compareText(left, right) : left.length < right.length ? -1 : 1;
}

/** Compares lists of numbers one by one; a missing number counts as `missingOrder`. */
export function compareNumbers(a: readonly string[], b: readonly string[], missingOrder: "zero" | "less"): Sign {
  for (let at = 0; at < a.length || at < b.length; at++) {
    const left = a[at];
    const right = b[at];
    if (missingOrder === "less" && (left === undefined || right === undefined)) return left === undefined ? -1 : 1;
    const order = compareDigits(left ?? "0", right ?? "0");
    if (order !== 0) return order;
  }
  return 0;
}
