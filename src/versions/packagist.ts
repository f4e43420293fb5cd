import { compareDigits } from "./compare-digits.ts";
import type { Sign, VersionOrder } from "./version-order.ts";

/**
 * Packagist: PHP's `version_compare` on versions without their `v` (https://www.php.net/version_compare), as Composer has it
 * (https://getcomposer.org/doc/articles/versions.md). A branch (`dev-main`) has no place among releases.
 */
const packagist: VersionOrder = {
  scheme: "packagist",
  compare(a, b) {
    const left = partsOf(a);
    const right = partsOf(b);
    return left === undefined || right === undefined ? undefined : compareParts(left, right);
  },
  accepts: (version) =>
    /^v?[0-9]+(?:\.[0-9]+)*(?:[._-]?(?:stable|beta|b|rc|alpha|a|patch|pl|p)(?:[.-]?[0-9]+(?:[.-][0-9]+)*)?)?(?:[.-]?dev)?(?:\+\S*)?$/i.test(
      version.trim(),
    ),
};
export default packagist;

/** Each run of digits and each run of other characters; `-`, `_` and `+` are points. */
function partsOf(version: string): readonly string[] | undefined {
  const text = version.trim().replace(/^v/i, "");
  if (!/^[0-9]/.test(text) || /\s/.test(text)) return undefined;
  return text.match(/[0-9]+|[^0-9.+_-]+/g) ?? [];
}

function compareParts(a: readonly string[], b: readonly string[]): Sign {
  for (let at = 0; at < a.length || at < b.length; at++) {
    const left = a[at];
    const right = b[at];
    // The end counts as the mark of a number: behind all words but "p", before any number.
    if (left === undefined) return isNumber(right) ? -1 : compareWords("#", right);
    if (right === undefined) return isNumber(left) ? 1 : compareWords(left, "#");
    const order = isNumber(left) && isNumber(right) ? compareDigits(left, right) : compareWords(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

/** `alpha` and `a` are one word, as `beta` and `b`, `pl` and `p`. PHP knows no other case of them but `RC`. */
const words = ["dev", "a", "b", "rc", "#", "p"] as const;

function compareWords(a = "#", b = "#"): Sign {
  return Math.sign(weight(a) - weight(b)) as Sign;
}

/** Unknown words come before all others. */
function weight(word: string): number {
  const text = isNumber(word) ? "#" : word.replace(/^RC/, "rc");
  return words.findIndex((known) => text.startsWith(known));
}

function isNumber(part: string | undefined): boolean {
  return part !== undefined && /^[0-9]/.test(part);
}
