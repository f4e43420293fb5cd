import { compareDigits } from "./compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import { mavenLevels, type MavenItem } from "./maven-levels.ts";
import type { Sign, VersionOrder } from "./version-order.ts";

/**
 * Maven: https://maven.apache.org/pom.html#version-order-specification, in its details as Maven 3 up to 3.8 has it (maven-artifact,
 * `ComparableVersion`), for which advisories are written; 3.9 orders some rare forms (`1.0.RC1`) in another way. To Maven any text is a version.
 */
const maven: VersionOrder = {
  scheme: "maven",
  compare(a, b) {
    const left = a.trim();
    const right = b.trim();
    return left === "" || right === "" ? undefined : compareLevels(mavenLevels(left), mavenLevels(right));
  },
  accepts: (version) => /^[0-9]\S*$/.test(version.trim()),
};
export default maven;

type Levels = readonly (readonly MavenItem[])[];
/** `rest`: all deeper levels, which are one list at the end of this one. */
type Place = MavenItem | "rest" | undefined;

function compareLevels(a: Levels, b: Levels): Sign {
  for (let depth = 0, at = 0; ; at++) {
    const left = placeOf(a, depth, at);
    const right = placeOf(b, depth, at);
    if (left === undefined && right === undefined) return 0;
    if (left === "rest" && right === "rest") {
      depth++;
      at = -1;
      continue;
    }
    const order =
      right === undefined
        ? againstNothing(left, a, depth)
        : left === undefined
          ? (-againstNothing(right, b, depth) as Sign)
          : comparePlaces(left, right);
    if (order !== 0) return order;
  }
}

function placeOf(levels: Levels, depth: number, at: number): Place {
  const level = levels[depth] ?? [];
  return level[at] ?? (at === level.length && depth + 1 < levels.length ? "rest" : undefined);
}

/**
 * A missing part is 0 next to a number, a release next to a word. Of several parts compared with missing ones, the
 * first that differs counts.
 */
function againstNothing(place: Place, levels: Levels, depth: number): Sign {
  if (place !== "rest") return place === undefined ? 0 : itemAgainstNothing(place);
  for (const item of levels.slice(depth + 1).flat()) {
    const order = itemAgainstNothing(item);
    if (order !== 0) return order;
  }
  return 0;
}

function itemAgainstNothing({ word, digits = "" }: MavenItem): Sign {
  return word === undefined ? compareDigits(digits, "0") : compareText(rank(word), rank(""));
}

/** `1.word` before `1-1` before `1.1`. */
function comparePlaces(a: MavenItem | "rest", b: MavenItem | "rest"): Sign {
  if (a === "rest" || b === "rest" || (a.word === undefined) !== (b.word === undefined))
    return kindOf(a) < kindOf(b) ? -1 : 1;
  if (a.word === undefined || b.word === undefined) return compareDigits(a.digits ?? "", b.digits ?? "");
  return compareText(rank(a.word), rank(b.word));
}

function kindOf(place: MavenItem | "rest"): number {
  return place === "rest" ? 1 : place.word === undefined ? 2 : 0;
}

const ranks = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];

/** Unknown words come last, in their order. */
function rank(word: string): string {
  const at = ranks.indexOf(word);
  return at === -1 ? `${ranks.length}-${word}` : String(at);
}
