import { compareDigits } from "./compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { Sign, VersionOrder } from "./version-order.ts";

/**
 * RubyGems: runs of digits and of letters, a word before any number, without trailing zeros of the release and of the
 * rest; a hyphen means `.pre.` (https://docs.ruby-lang.org/en/master/Gem/Version.html). No order for versions that
 * `Gem::Version.correct?` rejects.
 */
const gem: VersionOrder = {
  scheme: "gem",
  compare(a, b) {
    const left = a.trim();
    const right = b.trim();
    return form.test(left) && form.test(right) ? compareSegments(segmentsOf(left), segmentsOf(right)) : undefined;
  },
  accepts: (version) => form.test(version.trim()),
};
export default gem;

const form = /^[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

function segmentsOf(version: string): readonly string[] {
  const segments = version.replaceAll("-", ".pre.").match(/[0-9]+|[a-z]+/gi) ?? [];
  const word = segments.findIndex((segment) => !isNumber(segment));
  const split = word === -1 ? segments.length : word;
  return [...withoutZeros(segments.slice(0, split)), ...withoutZeros(segments.slice(split))];
}

function withoutZeros(segments: readonly string[]): readonly string[] {
  let length = segments.length;
  while (length > 0 && /^0+$/.test(segments[length - 1] ?? "")) length--;
  return segments.slice(0, length);
}

function compareSegments(a: readonly string[], b: readonly string[]): Sign {
  for (let at = 0; at < a.length || at < b.length; at++) {
    const left = a[at] ?? "0";
    const right = b[at] ?? "0";
    const [isNumberA, isNumberB] = [isNumber(left), isNumber(right)];
    if (isNumberA !== isNumberB) return isNumberA ? 1 : -1;
    const order = isNumberA ? compareDigits(left, right) : compareText(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function isNumber(segment: string): boolean {
  return /^[0-9]/.test(segment);
}
