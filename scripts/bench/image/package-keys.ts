import { readFileSync } from "node:fs";

/** `npm:@scope/name@1.2.3`: what tools spell differently (epoch, architecture, distribution) is left out. */
export type PackageKeys = ReadonlySet<string>;

/** Kinds that are compared. An SBOM's other components (the system, files) are no packages of a registry or a distribution. */
const compared = new Set(["apk", "cargo", "composer", "deb", "gem", "golang", "maven", "npm", "nuget", "pypi", "rpm"]);
/** Their namespace is the distribution's name, which `rhel` and `redhat` are of one. */
const ofDistributions = new Set(["apk", "deb", "rpm"]);

/** `without`: kinds that this tool was not asked for. */
export function keysOfCycloneDx(file: string, without: readonly string[] = []): PackageKeys {
  const sbom = JSON.parse(readFileSync(file, "utf8")) as { components?: readonly { readonly purl?: string }[] };
  const keys = (sbom.components ?? []).flatMap(({ purl }) => (purl === undefined ? [] : keyOfPurl(purl)));
  return new Set(keys.filter((key) => !without.includes(key.slice(0, key.indexOf(":")))));
}

/** None for kinds that are not compared. */
export function keyOfPurl(purl: string): string[] {
  const match = /^pkg:([^/]+)\/([^?#]+?)(?:@([^?#@]*))?(?:\?[^#]*)?(?:#.*)?$/.exec(purl);
  const [, type = "", path = "", version = ""] = match ?? [];
  if (!compared.has(type)) return [];
  const decoded = decodeURIComponent(path);
  const name = ofDistributions.has(type) ? decoded.slice(decoded.lastIndexOf("/") + 1) : decoded;
  return [keyOf(type, name, decodeURIComponent(version))];
}

/** A package by one spelling, whatever the tool's. */
export function keyOf(type: string, name: string, version: string): string {
  return `${type}:${nameOf(type, name)}@${versionOf(type, version)}`;
}

function nameOf(type: string, name: string): string {
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  if (type === "pypi") return name.toLowerCase().replace(/[-_.]+/g, "-");
  return type === "golang" || type === "composer" || type === "nuget" ? name.toLowerCase() : name;
}

function versionOf(type: string, version: string): string {
  // Some write the epoch into the version, some into a qualifier.
  if (type === "deb" || type === "rpm") return version.replace(/^\d+:/, "");
  // `golang/stdlib@v1.26.4`, `@1.26.4`, `@go1.26.4`; Composer's tags with and without a `v`.
  if (type === "golang") return version.replace(/^(?:v|go)(?=\d)/, "");
  return type === "composer" ? version.replace(/^v(?=\d)/, "") : version;
}

export interface Comparison {
  readonly theirs: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** `without`: kinds that the other tool was not asked for, which are nothing more of ours. */
export function compareKeys(ours: PackageKeys, theirs: PackageKeys, without: readonly string[] = []): Comparison {
  const isAsked = (key: string): boolean => !without.includes(key.slice(0, key.indexOf(":")));
  return {
    theirs: theirs.size,
    missing: [...theirs].filter((key) => !ours.has(key)).sort(),
    extra: [...ours].filter((key) => isAsked(key) && !theirs.has(key)).sort(),
  };
}
