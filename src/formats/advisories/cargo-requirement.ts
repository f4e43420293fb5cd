import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import { comparisonRange } from "./requirement.ts";

/**
 * A comparison of Cargo's: `^1.2`, `~1.2`, `1.2.*`, a bare version is `^`. Upper bounds leave out the next version's pre-releases.
 * https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
 */
export function cargoRange(part: string): AffectedRange | undefined {
  const [, operator, rest] =
    /^([~^]?)\s*(\d+(?:\.\d+){0,2}(?:-[\w.-]+)?(?:\+[\w.-]+)?|\d+(?:\.\d+)?\.\*)$/.exec(part) ?? [];
  if (rest === undefined) {
    const range = comparisonRange(part);
    return (
      range && {
        ...range,
        introduced: full(range.introduced),
        ...(range.fixed !== undefined && { fixed: full(range.fixed) }),
        ...(range.lastAffected !== undefined && { lastAffected: full(range.lastAffected) }),
      }
    );
  }
  const numbers = (/^\d+(?:\.\d+)*/.exec(rest)?.[0] ?? "").split(".").map(Number);
  const star = rest.endsWith("*");
  // What may grow: below the first number that is not 0, for `~` below the second.
  const first = numbers.findIndex((number) => number !== 0);
  const kept = star
    ? numbers.length
    : operator === "~"
      ? Math.min(numbers.length, 2)
      : first === -1
        ? numbers.length
        : first + 1;
  const upper = [0, 1, 2].map((i) => (i < kept - 1 ? (numbers[i] ?? 0) : i === kept - 1 ? (numbers[i] ?? 0) + 1 : 0));
  return { introduced: full(star ? numbers.join(".") : rest), fixed: `${upper.join(".")}-0` };
}

/** `1.2` is 1.2.0. "0" is the beginning of all versions and stays. */
function full(version: string): string {
  if (version === "0" || !/^\d+(\.\d+)?$/.test(version)) return version;
  return version.includes(".") ? `${version}.0` : `${version}.0.0`;
}
