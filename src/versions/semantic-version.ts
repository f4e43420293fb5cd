import { compareDigits, compareNumbers } from "./compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { Sign } from "./version-order.ts";

export interface SemanticVersion {
  readonly numbers: readonly string[];
  /** Identifiers of the pre-release; none for a release. */
  readonly preRelease: readonly string[];
  readonly build: string;
}

/** https://semver.org, "Is there a suggested regular expression": numbers without leading zeros, identifiers of `[0-9A-Za-z-]`. */
export const strictForm =
  /^(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}(?:-(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/**
 * A version in the form of https://semver.org, read generously: `v` or `=` before it, any count of numbers of any size, leading zeros, a
 * pre-release that begins without a hyphen (`1.2.3beta`, `1.2.3.rc1`). Undefined where no number begins it or a wildcard ends it.
 */
export function semanticVersion(text: string): SemanticVersion | undefined {
  const match = form.exec(text.trim().replace(/^[=vV\s]+/, ""));
  if (match?.[1] === undefined || /^\.[xX](?:\.[xX])*$/.test(match[2] ?? "")) return undefined;
  const preRelease = (match[2] ?? "").replace(/^[-.]/, "");
  return {
    numbers: match[1].split("."),
    preRelease: preRelease === "" ? [] : preRelease.split("."),
    build: match[3] ?? "",
  };
}

const form = /^([0-9]+(?:\.[0-9]+)*)((?:-[^\s+]|\.?[A-Za-z])[^\s+]*)?(?:\+(\S*))?$/;

/** Precedence, semver.org 11; numbers that are missing are 0, build metadata does not count (10). */
export function compareSemantic(a: SemanticVersion, b: SemanticVersion): Sign {
  const order = compareNumbers(a.numbers, b.numbers, "zero");
  if (order !== 0) return order;
  if (a.preRelease.length === 0 || b.preRelease.length === 0)
    return a.preRelease.length === b.preRelease.length ? 0 : a.preRelease.length === 0 ? 1 : -1;
  return compareIdentifiers(a.preRelease, b.preRelease);
}

/** Numbers before words, fewer before more (semver.org 11.4). */
export function compareIdentifiers(a: readonly string[], b: readonly string[]): Sign {
  for (const [at, identifier] of a.entries()) {
    const right = b[at];
    if (right === undefined) return 1;
    const [isNumberA, isNumberB] = [/^[0-9]+$/.test(identifier), /^[0-9]+$/.test(right)];
    const order =
      isNumberA === isNumberB
        ? isNumberA
          ? compareDigits(identifier, right)
          : compareText(identifier, right)
        : isNumberA
          ? -1
          : 1;
    if (order !== 0) return order;
  }
  return a.length < b.length ? -1 : 0;
}
