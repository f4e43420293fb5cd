import { readFileSync } from "node:fs";

/** `npm:@scope/name@1.2.3`: what tools spell differently (epoch, architecture, distribution) is left out. */
export type PackageKeys = ReadonlySet<string>;

/** Kinds that are compared. A bill's other components (the system, files) are no packages of a registry or a distribution. */
const compared = new Set(["deb", "npm", "pypi", "golang"]);

export function keysOfCycloneDx(file: string): PackageKeys {
  const bill = JSON.parse(readFileSync(file, "utf8")) as { components?: readonly { readonly purl?: string }[] };
  return new Set((bill.components ?? []).flatMap(({ purl }) => (purl === undefined ? [] : keyOfPurl(purl))));
}

/** None for kinds that are not compared. */
export function keyOfPurl(purl: string): string[] {
  const match = /^pkg:([^/]+)\/([^?#]+?)(?:@([^?#@]*))?(?:\?[^#]*)?(?:#.*)?$/.exec(purl);
  const [, type = "", path = "", version = ""] = match ?? [];
  if (!compared.has(type)) return [];
  const decoded = decodeURIComponent(path);
  const name = type === "deb" ? decoded.slice(decoded.lastIndexOf("/") + 1) : decoded;
  return [keyOf(type, name, decodeURIComponent(version))];
}

export function keyOf(type: string, name: string, version: string): string {
  if (type === "deb") return `deb:${name}@${version.replace(/^\d+:/, "")}`;
  if (type === "pypi") return `pypi:${name.toLowerCase().replace(/[-_.]+/g, "-")}@${version}`;
  return `${type}:${name}@${version}`;
}

export interface Comparison {
  readonly theirs: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

export function compareKeys(ours: PackageKeys, theirs: PackageKeys): Comparison {
  return {
    theirs: theirs.size,
    missing: [...theirs].filter((key) => !ours.has(key)).sort(),
    extra: [...ours].filter((key) => !theirs.has(key)).sort(),
  };
}
