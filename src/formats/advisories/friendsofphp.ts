import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import { dayOf, fieldsOf, isFields, textOf, textsOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import { comparisonRange, requirementOf } from "./requirement.ts";
import type { Parsed, Requirement } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";

/** https://github.com/FriendsOfPHP/security-advisories#contributing */
export default {
  name: "friendsofphp",
  title: "PHP security advisories of FriendsOfPHP",
  sources: [{ name: "friendsofphp", license: "Unlicense" }],
  value(value, path) {
    const reference = textOf(value["reference"], 512);
    return reference?.startsWith("composer://") === true && "branches" in value
      ? [readRecord(value, reference, path)]
      : undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function readRecord(record: Fields, reference: string, path: string): Parsed {
  const name = reference.slice("composer://".length).toLowerCase();
  const file = (path.split("/").at(-1) ?? path).replace(/\.ya?ml$/, "");
  const cve = [textOf(record["cve"]) ?? "", file].find((candidate) => /^CVE-\d{4}-\d+$/.test(candidate));
  // A record without a CVE is called by its place in the database.
  const id = cve ?? `friendsofphp/${name}/${file}`;
  if (!/^[^/\s]+\/[^/\s]+$/.test(name)) return { kind: "malformed", what: path, why: "its reference names no package" };
  if (!isFields(record["branches"])) return { kind: "malformed", what: id, why: "it has no branches" };
  const within: Requirement[] = [];
  const days: string[] = [];
  for (const branch of Object.values(record["branches"])) {
    const { versions, time } = fieldsOf(branch);
    const requirement = requirementOf(textsOf(versions), composerRange);
    if (requirement === undefined)
      return { kind: "malformed", what: id, why: "the versions of a branch are not understood" };
    within.push(requirement);
    const day = dayOf(time);
    if (day !== undefined) days.push(day);
  }
  const published = days.sort()[0];
  const summary = summaryOf(record["title"]);
  return {
    kind: "statement",
    shard: "composer",
    within,
    advisory: {
      id,
      aliases: [],
      covers: [],
      package: name,
      state: "affected",
      ranges: [],
      versions: [],
      vectors: [],
      ...(summary !== undefined && { summary }),
      ...(published !== undefined && { published }),
      source: "friendsofphp",
    },
  };
}

/**
 * A comparison as Composer reads it: `>=X` and `<X` mean X-dev, which comes before all pre-releases of X; one that names a pre-release is meant as it
 * is (`VersionParser::parseConstraint` of composer/semver, which does not know a lower-case `rc` there).
 */
function composerRange(part: string): AffectedRange | undefined {
  const range = comparisonRange(part, (version) => ({ introduced: version, lastAffected: version }));
  if (range === undefined || range.lastAffected !== undefined) return range;
  const { introduced, exclusive, fixed } = range;
  if (fixed !== undefined) return { introduced, fixed: developmentOf(fixed) };
  return exclusive === true ? range : { introduced: developmentOf(introduced) };
}

function developmentOf(version: string): string {
  const isMeant = /-[._-]?(?:(?:stable|beta|b|alpha|a|patch|pl|p)(?:[.-]?[0-9])*)?(?:[.-]?dev)?$/.test(
    version.toLowerCase(),
  );
  return isMeant ? version : `${version.replace(/\+.*$/s, "")}-dev`;
}
