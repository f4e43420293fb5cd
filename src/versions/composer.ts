import packagist from "./packagist.ts";
import type { VersionOrder } from "./version-order.ts";

/**
 * Packagist's versions as Composer compares them with each other: what is short of four numbers is filled up with zeros, so that `2` is `2.0.0` and
 * `3.0-beta` comes before `3` (https://getcomposer.org/doc/articles/versions.md; `VersionParser::normalize` of composer/semver). PHP's
 * `version_compare` alone has `2` before `2.0`.
 */
const composer: VersionOrder = {
  scheme: "composer",
  compare: (a, b) => packagist.compare(filled(a), filled(b)),
  accepts: packagist.accepts,
};
export default composer;

/** Up to four numbers that nothing or a word follows. */
const short = /^v?[0-9]+(?:\.[0-9]+){0,3}(?=$|[._+-]?[a-z])/i;

function filled(version: string): string {
  const text = version.trim();
  const numbers = short.exec(text)?.[0] ?? "";
  const zeros = numbers === "" ? 0 : 4 - numbers.split(".").length;
  return `${numbers}${".0".repeat(zeros)}${text.slice(numbers.length)}`;
}
