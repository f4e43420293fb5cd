import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import { comparisonRange } from "./requirement.ts";

/**
 * A comparison of Cargo's: `^1.2`, `~1.2`, `1.2.*`, a bare version is `^`. Upper bounds leave out the next version's pre-releases.
 * https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
 */
export function cargoRange(part: string): AffectedRange | undefined {
  const [, operator, baseVersion] =
    /^([~^]?)\s*(\d+(?:\.\d+){0,2}(?:-[\w.-]+)?(?:\+[\w.-]+)?|\d+(?:\.\d+)?\.\*)$/.exec(part) ?? [];
  if (baseVersion === undefined) {
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
  const numbers = (/^\d+(?:\.\d+)*/.exec(baseVersion)?.[0] ?? "").split(".").map(Number);
  const star = baseVersion.endsWith("*");
  // The compatible numbers: below the first that is not 0, for `~` below the second.
  const first = numbers.findIndex((number) => number !== 0);
  const pinnedCount = star
    ? numbers.length
    : operator === "~"
      ? Math.min(numbers.length, 2)
      : first === -1
        ? numbers.length
        : first + 1;
  const upper = [0, 1, 2].map((i) =>
    i < pinnedCount - 1 ? (numbers[i] ?? 0) : i === pinnedCount - 1 ? (numbers[i] ?? 0) + 1 : 0,
  );
  return { introduced: full(star ? numbers.join(".") : baseVersion), fixed: `${upper.join(".")}-0` };
}

/** `1.2` is 1.2.0. "0" is the beginning of all versions and stays. */
function full(version: string): string {
  if (version === "0" || !/^\d+(\.\d+)?$/.test(version)) return version;
  return version.includes(".") ? `${version}.0` : `${version}.0.0`;
}
