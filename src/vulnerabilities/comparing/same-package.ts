import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { ScannerFinding } from "../../domain/report/scanner-report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { ecosystemName, parsePurl, type PurlParts } from "../../formats/purl/purl.ts";

/** A package as either side names it. */
export interface PackageIdentifier {
  readonly purl?: string;
  readonly name: string;
  readonly installed: string;
  /** Purl type, where it has no purl. */
  readonly type?: string;
}

/** Whether two that are called the same have the same version; scanners differ in how they write epochs and a leading `v`. */
export function sameVersion(a: Pick<PackageIdentifier, "installed">, b: Pick<PackageIdentifier, "installed">): boolean {
  return plainVersion(a.installed) === plainVersion(b.installed);
}

/** Packages by name, so that lookup time does not depend on their number. */
export function nameIndex<T extends PackageIdentifier>(
  packageList: readonly T[],
): (wanted: PackageIdentifier) => readonly T[] {
  const index = new Map<string, T[]>();
  for (const packageId of packageList) {
    for (const key of keysOf(packageId)) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [packageId]);
      else list.push(packageId);
    }
  }
  return (wanted) => [...new Set(keysOf(wanted).flatMap((key) => index.get(key) ?? []))];
}

/** A finding by its package. */
export function namedOf({ vulnerability, type }: ScannerFinding): PackageIdentifier {
  const { name, installed, purl } = vulnerability;
  return { name, installed, type, ...(purl === undefined ? {} : { purl }) };
}

/** Whether two are one vulnerability: by any of their names. */
export function sameVulnerability(
  a: Pick<Vulnerability, "id" | "aliases">,
  b: Pick<Vulnerability, "id" | "aliases">,
): boolean {
  const names = [a.id, ...a.aliases];
  return names.includes(b.id) || b.aliases.some((name) => names.includes(name));
}

export function asNamed({ purl, name, version }: PackageInfo): PackageIdentifier {
  return { purl, name, installed: version };
}

export function typeOfPurl(purl: string | undefined): string | undefined {
  return partsOf(purl)?.type;
}

/** Type with the name as written, and as its purl has it. */
function keysOf({ purl, name, type = "" }: PackageIdentifier): readonly string[] {
  const parts = partsOf(purl);
  const kind = parts?.type ?? type;
  const names = [name, ...(parts === undefined ? [] : [ecosystemName(parts)])];
  return [...new Set(names.map((one) => `${kind}/${one.toLowerCase().replaceAll(/[-_.]+/g, "-")}`))];
}

function plainVersion(version: string): string {
  return version.replace(/^\d+:/, "").replace(/^(?:v|go)(?=\d)/, "");
}

function partsOf(purl: string | undefined): PurlParts | undefined {
  if (purl === undefined) return undefined;
  try {
    return parsePurl(purl);
  } catch {
    return undefined;
  }
}
