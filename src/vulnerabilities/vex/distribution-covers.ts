import { distributionId } from "../../data/distribution-ids.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import type { PurlParts } from "../../formats/purl/purl.ts";
import { ofUpstream } from "../../formats/sbom/source-package.ts";
import { distributionOf, osOfDistro } from "../matching/distribution.ts";

type Os = ImageInfo["os"];

/** Qualifiers that tools write for packages of distributions or leave out: compared only as far as both sides name them. */
const optional = ["arch", "distro", "epoch", "upstream", "rpmmod", "modularitylabel"];

/** Whether a purl names a distribution's package, whose qualifiers differ between tools. */
export function isDistributionPurl({ type }: PurlParts): boolean {
  return type === "deb" || type === "rpm" || type === "apk";
}

/** Whether both namespaces are of one distribution: `alma` is `almalinux`, `redhat` is `rhel`, `opensuse` any of openSUSE's. */
export function isSameVendor(a: string, b: string): boolean {
  const [one, other] = [distributionId(a), distributionId(b)];
  if (one === other) return true;
  return [one, other].includes("opensuse") && one.startsWith("opensuse") && other.startsWith("opensuse");
}

/**
 * Whether version and epoch of a statement match the package. An epoch is in the version or a qualifier, and compared
 * if both have one.
 */
export function isSameVersion(statement: PurlParts, version: string, epochOfPackage: string | undefined): boolean {
  const [a, b] = [epochAndRest(statement.version), epochAndRest(version)];
  if (statement.version !== "" && a.rest !== b.rest) return false;
  const [one, other] = [a.epoch ?? statement.qualifiers.get("epoch"), b.epoch ?? epochOfPackage];
  return one === undefined || other === undefined || one === other;
}

function epochAndRest(version: string): { readonly epoch?: string; readonly rest: string } {
  const [, epoch, release] = /^(\d+):(.*)$/s.exec(version) ?? [];
  return epoch === undefined || release === undefined ? { rest: version } : { epoch, rest: release };
}

/** Whether nothing that a statement's qualifiers say contradicts the package. `os` is the image's, for a purl that does not name its own. */
export function areSameQualifiers(
  statement: PurlParts,
  candidate: PurlParts,
  packageInfo: Pick<PackageInfo, "version" | "source">,
  os: Os,
): boolean {
  for (const [key, value] of statement.qualifiers)
    if (!optional.includes(key) && candidate.qualifiers.get(key)?.toLowerCase() !== value.toLowerCase()) return false;
  const [arch, ownArch] = [statement.qualifiers.get("arch"), candidate.qualifiers.get("arch")];
  if (arch !== undefined && arch !== "source" && ownArch !== undefined && arch.toLowerCase() !== ownArch.toLowerCase())
    return false;
  return (
    isSameDistro(statement, candidate, os) &&
    isSameSource(statement, candidate, packageInfo) &&
    isSameModule(statement, candidate)
  );
}

function isSameDistro(statement: PurlParts, candidate: PurlParts, os: Os): boolean {
  const [statementDistro, candidateDistro] = [statement.qualifiers.get("distro"), candidate.qualifiers.get("distro")];
  if (statementDistro === undefined || statementDistro.toLowerCase() === candidateDistro?.toLowerCase()) return true;
  const [one, other] = [
    osOfDistro(statementDistro, statement.namespace),
    candidateDistro === undefined ? os : osOfDistro(candidateDistro, candidate.namespace),
  ];
  if (candidateDistro === undefined && os.id === undefined) return true;
  if (one?.id === undefined || other?.id === undefined || !isSameVendor(one.id, other.id)) return false;
  if (one.versionId !== undefined && other.versionId !== undefined)
    return isPrefix(one.versionId, other.versionId, ".");
  if (one.codename !== undefined && other.codename !== undefined) return one.codename === other.codename;
  const [shard, otherShard] = [distributionOf(one), distributionOf(other)].map((of) => ("shard" in of ? of.shard : ""));
  return shard === otherShard && shard !== "";
}

/** `9` is the beginning of `9.4`, and not of `90`. */
function isPrefix(a: string, b: string, separator: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long === short || long.startsWith(`${short}${separator}`);
}

function isSameSource(
  statement: PurlParts,
  candidate: PurlParts,
  packageInfo: Pick<PackageInfo, "version" | "source">,
): boolean {
  const statementSource = ofUpstream(statement, statement.version);
  const candidateSource = packageInfo.source ?? ofUpstream(candidate, packageInfo.version);
  if (statementSource === undefined || candidateSource === undefined) return true;
  if (statementSource.name.toLowerCase() !== candidateSource.name.toLowerCase()) return false;
  const isExact = statement.type === "rpm" || statement.qualifiers.get("upstream")?.includes("@") === true;
  return (
    !isExact ||
    candidateSource.version === "" ||
    epochAndRest(statementSource.version).rest === epochAndRest(candidateSource.version).rest
  );
}

function isSameModule(statement: PurlParts, candidate: PurlParts): boolean {
  const [one, other] = [statement, candidate].map(
    ({ qualifiers }) => qualifiers.get("rpmmod") ?? qualifiers.get("modularitylabel"),
  );
  return one === undefined || other === undefined || isPrefix(one.toLowerCase(), other.toLowerCase(), ":");
}
