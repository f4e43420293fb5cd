import { Failure } from "../../domain/failure.ts";
import type { VersionScheme } from "../../domain/advisory/advisory.ts";
import { orderOf } from "../../versions/order-of.ts";

/** Orders of versions by type of package URL. */
const schemes: ReadonlyMap<string, VersionScheme> = new Map<string, VersionScheme>([
  ["deb", "deb"],
  ["rpm", "rpm"],
  ["apk", "apk"],
  ["pypi", "pep440"],
  ["npm", "semver"],
  ["cargo", "semver"],
  ["generic", "semver"],
  ["golang", "go"],
  ["gem", "gem"],
  ["composer", "composer"],
  ["maven", "maven"],
  ["nuget", "nuget"],
  ["hex", "hex"],
  ["pub", "pub"],
  ["cran", "cran"],
  ["hackage", "hackage"],
  ["bitnami", "bitnami"],
]);

const operators = ["<=", ">=", "<", ">", "="] as const;
/** No range has more. */
const maxBounds = 20;

/**
 * Whether a version is in a range such as `>=1.0 <2`, all of whose bounds have to hold; undefined if the ecosystem cannot order it. Throws `Failure`
 * (`bad-usage`) for something else than a range.
 */
export function parseVersionRange(range: string): (type: string, version: string) => boolean | undefined {
  const bounds = range
    .split(/[ ,]+/)
    .filter((text) => text !== "")
    .map(parseBound);
  if (bounds.length === 0 || bounds.length > maxBounds) throw badRange(range);
  return (type, version) => {
    const scheme = schemes.get(type);
    if (scheme === undefined) return undefined;
    const { compare } = orderOf(scheme);
    const results = bounds.map(({ operator, bound }) => fits(operator, compare(version, bound)));
    if (results.includes(undefined)) return undefined;
    return !results.includes(false);
  };
}

function parseBound(text: string): { readonly operator: (typeof operators)[number]; readonly bound: string } {
  const operator = operators.find((sign) => text.startsWith(sign)) ?? "=";
  const bound = text.startsWith(operator) ? text.slice(operator.length) : text;
  if (bound === "" || bound.length > 200) throw badRange(text);
  return { operator, bound };
}

function fits(operator: (typeof operators)[number], sign: number | undefined): boolean | undefined {
  if (sign === undefined) return undefined;
  if (operator === "=") return sign === 0;
  return (operator.startsWith("<") ? sign < 0 : sign > 0) || (operator.length === 2 && sign === 0);
}

function badRange(range: string): Failure {
  return new Failure("bad-usage", `version: ${range} is no range`, { hint: "Write '<2.17.1' or '>=1.0 <2'." });
}
