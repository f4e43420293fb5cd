import { parsePurl, type PurlParts } from "../../formats/purl/purl.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";

/**
 * Whether a purl in a statement means a package: type, namespace and name are equal, and what the statement says of version, qualifiers
 * and nothing more must be equal too (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md, "purl matching"). With `arch=source` it
 * means the source package of a distribution, and so all that was built from it.
 */
export function purlCovers(statement: string, found: Pick<PackageInfo, "purl" | "version" | "source">): boolean {
  const [wanted, here] = [partsOf(statement), partsOf(found.purl)];
  if (wanted === undefined || here === undefined || wanted.type !== here.type) return false;
  if (namespaceOf(wanted) !== namespaceOf(here)) return false;
  const isSource = wanted.qualifiers.get("arch") === "source";
  const name = isSource ? (found.source?.name ?? here.name) : here.name;
  if (plain(wanted, wanted.name) !== plain(wanted, name)) return false;
  const versions = isSource ? [found.source?.version ?? found.version] : [here.version, found.version];
  if (wanted.version !== "" && !versions.includes(wanted.version)) return false;
  return [...wanted.qualifiers].every(
    ([key, value]) => (isSource && key === "arch") || here.qualifiers.get(key)?.toLowerCase() === value.toLowerCase(),
  );
}

/** Red Hat's is written both ways. */
function namespaceOf({ type, namespace }: PurlParts): string {
  const word = namespace.toLowerCase();
  return type === "rpm" && word === "rhel" ? "redhat" : word;
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
