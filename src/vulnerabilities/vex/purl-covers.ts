import { parsePurl, type PurlParts } from "../../formats/purl/purl.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { areSameQualifiers, isDistributionPurl, isSameVendor, isSameVersion } from "./distribution-covers.ts";

/**
 * Whether a statement's purl means a package: type, namespace and name are equal, and so are the version and qualifiers
 * that the statement has (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md, "purl matching"). With
 * `arch=source` it means the source package of a distribution, and all packages built from it. `os` is the image's.
 */
export function purlCovers(
  statement: string,
  pkg: Pick<PackageInfo, "purl" | "version" | "source">,
  os: ImageInfo["os"],
): boolean {
  const [statementPurl, candidate] = [partsOf(statement), partsOf(pkg.purl)];
  if (statementPurl === undefined || candidate === undefined || statementPurl.type !== candidate.type) return false;
  const isDistribution = isDistributionPurl(statementPurl);
  const isSource = isDistribution && statementPurl.qualifiers.get("arch") === "source";
  const name = isSource ? (pkg.source?.name ?? candidate.name) : candidate.name;
  if (plain(statementPurl, statementPurl.name) !== plain(statementPurl, name)) return false;
  const versions = isSource ? [pkg.source?.version ?? pkg.version] : [candidate.version, pkg.version];
  if (!isDistribution) {
    if (statementPurl.namespace.toLowerCase() !== candidate.namespace.toLowerCase()) return false;
    const isVersion =
      statementPurl.version === "" ||
      versions.some((version) => release(statementPurl, version) === release(statementPurl, statementPurl.version));
    return (
      isVersion &&
      [...statementPurl.qualifiers].every(
        ([key, value]) => candidate.qualifiers.get(key)?.toLowerCase() === value.toLowerCase(),
      )
    );
  }
  if (!isSameVendor(statementPurl.namespace, candidate.namespace)) return false;
  const epoch = candidate.qualifiers.get("epoch");
  return (
    versions.some((version) => isSameVersion(statementPurl, version, epoch)) &&
    areSameQualifiers(statementPurl, candidate, pkg, os)
  );
}

/** Go's toolchain is `stdlib@1.22.3` to some and `stdlib@v1.22.3` to others. */
function release({ type }: PurlParts, version: string): string {
  return type === "golang" ? version.replace(/^v/, "") : version;
}

/** PyPI's names are equal across case and `-_.` (PEP 503); GitHub's, npm's old ones and the distributions' across case. */
function plain({ type }: PurlParts, name: string): string {
  return type === "pypi" ? name.toLowerCase().replaceAll(/[-_.]+/g, "-") : name.toLowerCase();
}

export function partsOf(purl: string): PurlParts | undefined {
  try {
    return parsePurl(purl);
  } catch {
    return undefined;
  }
}
