import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { ImageDiff, PackageChange } from "../../domain/image/inspection.ts";
import { typeOf } from "./package-view.ts";
import { upToMark } from "../../text/cut.ts";

/**
 * Packages by type, namespace and name. Several versions of one name are compared as a set, so that a second copy of a
 * library is no change of the first; how often a version is there does not count.
 */
export function comparePackages(from: readonly PackageInfo[], to: readonly PackageInfo[]): ImageDiff["packages"] {
  const before = Map.groupBy(from, keyOf);
  const after = Map.groupBy(to, keyOf);
  const added: PackageChange[] = [];
  const removed: PackageChange[] = [];
  const changed: PackageChange[] = [];
  let sameCount = 0;
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [oldPackages, newPackages] = [before.get(key) ?? [], after.get(key) ?? []];
    const [first] = oldPackages.length > 0 ? oldPackages : newPackages;
    if (first === undefined) continue;
    const [oldVersions, newVersions] = [versionsOf(oldPackages), versionsOf(newPackages)];
    const change: PackageChange = {
      type: typeOf(first.purl),
      name: first.name,
      before: [...oldVersions].filter((version) => !newVersions.has(version)).sort(),
      after: [...newVersions].filter((version) => !oldVersions.has(version)).sort(),
    };
    sameCount += [...oldVersions].filter((version) => newVersions.has(version)).length;
    if (change.before.length > 0 && change.after.length > 0) changed.push(change);
    else if (change.before.length > 0) removed.push(change);
    else if (change.after.length > 0) added.push(change);
  }
  return { same: sameCount, added, removed, changed };
}

/** The purl without version; the architecture and the distribution's release are no part of a package's name. */
function keyOf({ purl, declared }: PackageInfo): string {
  const versionlessPurl = upToMark(purl.replace(/[?#].*$/s, ""), "@", "/");
  return declared === true ? `${versionlessPurl} declared` : versionlessPurl;
}

function versionsOf(packages: readonly PackageInfo[]): ReadonlySet<string> {
  return new Set(packages.map(({ version }) => version));
}
