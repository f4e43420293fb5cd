import { compareNumbers } from "./compare-digits.ts";
import type { Sign, VersionOrder } from "./version-order.ts";

interface Release {
  readonly numbers: readonly string[];
  /** Rank of a pre-release's word, and its numbers; empty for a release. */
  readonly before: readonly string[];
}

/**
 * Versions of programs as Bitnami's records have them: SEMVER by name (https://github.com/bitnami/vulndb), with a fourth part where a program has one, and
 * a number behind the release: `-0` is a floor below all pre-releases, `-1` and up come after the release. What programs write themselves is read too:
 * `3.13.0rc1`, `9.2p1`. Anything else (a distribution's `2.4.46-10.el8`, a commit) has no place in it.
 */
const bitnami: VersionOrder = {
  scheme: "bitnami",
  compare(a, b) {
    const left = releaseOf(a);
    const right = releaseOf(b);
    return left === undefined || right === undefined ? undefined : compareReleases(left, right);
  },
  accepts: (version) => releaseOf(version) !== undefined,
};
export default bitnami;

function releaseOf(text: string): Release | undefined {
  const [, numbers, suffixText = ""] = /^v?(\d+(?:\.\d+)*)(.*)$/s.exec(text.trim()) ?? [];
  if (numbers === undefined) return undefined;
  const parts = numbers.split(".");
  if (suffixText === "") return { numbers: parts, before: [] };
  // Behind the release: `-1` of an image, `p1` of OpenSSH.
  const later = /^(?:-r?|p|_?u)(\d+)$/.exec(suffixText)?.[1];
  if (suffixText === "-0") return { numbers: parts, before: ["0"] };
  if (later !== undefined) return { numbers: [...padded(parts), later], before: [] };
  // A pseudo-version of Go comes before every release.
  if (/^-(?:0\.)?\d{14}-[\da-f]{12}$/.test(suffixText)) return { numbers: parts, before: ["0"] };
  const [, word, number = ""] = /^[-. ]?([a-z]+)([-.\d]*)$/i.exec(suffixText) ?? [];
  const rank = words.get(word?.toLowerCase() ?? "");
  return rank === undefined ? undefined : { numbers: parts, before: [rank, ...(number.match(/\d+/g) ?? [])] };
}

/** One letter is the word's first (PEP 440); `m` is a milestone of Tomcat's. Nothing is before "0", the floor. */
const words: ReadonlyMap<string, string> = new Map([
  ...["dev", "snapshot"].map((word) => [word, "1"] as const),
  ...["pre", "preview"].map((word) => [word, "2"] as const),
  ...["a", "alpha"].map((word) => [word, "3"] as const),
  ...["b", "beta"].map((word) => [word, "4"] as const),
  ...["m", "milestone"].map((word) => [word, "5"] as const),
  ...["c", "rc"].map((word) => [word, "6"] as const),
]);

/** `11.0.15-1` is after `11.0.15` and after `11.0.15.0`, whatever count of parts is written. */
function padded(parts: readonly string[]): readonly string[] {
  return parts.length >= 3 ? parts : [...parts, ...["0", "0"].slice(0, 3 - parts.length)];
}

function compareReleases(a: Release, b: Release): Sign {
  const byNumber = compareNumbers(a.numbers, b.numbers, "zero");
  if (byNumber !== 0) return byNumber;
  if (a.before.length === 0 || b.before.length === 0)
    return a.before.length === b.before.length ? 0 : a.before.length === 0 ? 1 : -1;
  return compareNumbers(a.before, b.before, "less");
}
