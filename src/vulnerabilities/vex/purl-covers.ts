import { parsePurl, type PurlParts } from "../../formats/purl/purl.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { areSameQualifiers, isDistributionPurl, isSameVendor, isSameVersion } from "./distribution-covers.ts";

/**
 * Whether a purl in a statement means a package: type, namespace and name are equal, and what the statement says of version, qualifiers
 * and nothing more must be equal too (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md, "purl matching"). With `arch=source` it
 * means the source package of a distribution, and so all that was built from it. `os` is the image's.
 */
export function purlCovers(
  statement: string,
  found: Pick<PackageInfo, "purl" | "version" | "source">,
  os: ImageInfo["os"],
): boolean {
  const [wanted, here] = [partsOf(statement), partsOf(found.purl)];
  if (wanted === undefined || here === undefined || wanted.type !== here.type) return false;
  const isDistribution = isDistributionPurl(wanted);
  const isSource = isDistribution && wanted.qualifiers.get("arch") === "source";
  const name = isSource ? (found.source?.name ?? here.name) : here.name;
  if (plain(wanted, wanted.name) !== plain(wanted, name)) return false;
  const versions = isSource ? [found.source?.version ?? found.version] : [here.version, found.version];
  if (!isDistribution) {
    if (wanted.namespace.toLowerCase() !== here.namespace.toLowerCase()) return false;
    const isVersion =
      wanted.version === "" || versions.some((one) => release(wanted, one) === release(wanted, wanted.version));
    return (
      isVersion &&
      [...wanted.qualifiers].every(([key, value]) => here.qualifiers.get(key)?.toLowerCase() === value.toLowerCase())
    );
  }
  if (!isSameVendor(wanted.namespace, here.namespace)) return false;
  const epoch = here.qualifiers.get("epoch");
  return (
    versions.some((version) => isSameVersion(wanted, version, epoch)) && areSameQualifiers(wanted, here, found, os)
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
