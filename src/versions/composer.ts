import packagist from "./packagist.ts";
import type { VersionOrder } from "./version-order.ts";

/**
 * Packagist's versions in Composer's order: missing parts are zeros, so that `2` is `2.0.0` and `3.0-beta` comes before
 * `3`; `+build` does not count, `-stable` is the release itself, and `13.4.x-dev` comes after all of 13.4
 * (https://getcomposer.org/doc/articles/versions.md; `VersionParser::normalize` of composer/semver). PHP's
 * `version_compare` differs: `2` comes before `2.0`.
 */
const composer: VersionOrder = {
  scheme: "composer",
  compare: (a, b) => packagist.compare(normalize(a) ?? a, normalize(b) ?? b),
  accepts: (version) => normalize(version) !== undefined,
  // `<3.6.4` ends before the pre-releases of 3.6.4: at `3.6.4-dev`, which is never published.
  releaseAt: (bound) => bound.replace(/(?<=[0-9])-dev$/, ""),
};
export default composer;

/** Numbers or a day, and an optional suffix. */
const release = new RegExp(
  [
    /^v?(?:(?<numbers>[0-9]{1,5}(?:\.[0-9]+){0,3})|(?<day>[0-9]{4}(?:[.:-]?[0-9]{2}){1,6}(?:[.:-]?[0-9]{1,3}){0,2}))/,
    /(?<suffix>[._-]?(?:(?:stable|beta|b|rc|alpha|a|patch|pl|p)(?:[.-]?[0-9])*)?(?:[.-]?dev)?)$/,
  ]
    .map(({ source }) => source)
    .join(""),
  "i",
);
const branch = /^v?([0-9]+(?:\.(?:[0-9]+|[x*])){0,3})[.-]?dev$/i;

/** Undefined: invalid for Composer, or a branch without an order (`dev-main`). */
function normalize(version: string): string | undefined {
  const text = version.trim().replace(/^([^,\s+]+)\+\S+$/, "$1");
  const { numbers, day = "", suffix = "" } = release.exec(text)?.groups ?? {};
  const date = day.replace(/[:-]/g, ".");
  if (numbers !== undefined || date !== "") {
    const modifier = /^[._-]?stable/.test(suffix) ? "" : suffix.toLowerCase();
    return `${numbers === undefined ? date : filled(numbers, ".0")}${modifier}`;
  }
  const name = branch.exec(text)?.[1];
  return name === undefined ? undefined : `${filled(name, ".x").replace(/[x*]/gi, "9999999")}-dev`;
}

function filled(numbers: string, part: string): string {
  return numbers + part.repeat(4 - numbers.split(".").length);
}
