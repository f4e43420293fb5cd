import type { PackageNeed, PackageNeeds } from "../../domain/image/package-need.ts";
import { dpkgImage, type DpkgImage } from "../need/dpkg-image.ts";
import { shows, type NeedImage } from "../need/need-image.ts";
import { fileAt, rowOf, type Tree } from "../tree/tree.ts";
import { compiledFrom, tellsOnly } from "../packages/file-owners.ts";

/** A package that may leave, as dpkg calls it. */
export interface SlimPackage {
  readonly purl: string;
  /** `bash`, `libc6:i386`. */
  readonly name: string;
  readonly bytes: number;
  readonly need: PackageNeed;
}

/** Which packages may leave, or why none does. */
export type SlimPlan = { readonly packages: readonly SlimPackage[] } | { readonly refused: string };

/** Debian Policy 5.6.7, with dpkg's architecture: nothing else enters a RUN. */
const packageName = /^[a-z0-9][a-z0-9+.-]{1,127}(?::[a-z0-9][a-z0-9-]{1,31})?$/;

/**
 * Packages that `configure-only` and `unused` allow to go and `slim.drop` names, the smallest first. `isDeclared`: the workload has steps that someone
 * declared.
 */
export function slimPlan(
  image: NeedImage,
  needs: PackageNeeds,
  {
    isDeclared,
    keep = [],
    drop = [],
  }: { readonly isDeclared: boolean; readonly keep?: readonly string[]; readonly drop?: readonly string[] },
): SlimPlan {
  const dpkg = dpkgImage(image);
  const refused =
    refusal(image, dpkg) ??
    (isDeclared ? undefined : "no steps are declared, so nothing shows what is needed: declare workload.steps");
  if (refused !== undefined) return { refused };
  if (!needs.complete) return { refused: `the trace of the workload is incomplete: ${needs.reason}` };
  const packages = needs.packages.flatMap((need): SlimPackage[] => {
    const { purl, bytes = 0 } = need;
    if (!dpkg.byPurl.has(purl)) return [];
    const name = dpkg.nameOf(purl);
    const isNamed = (names: readonly string[]) => names.includes(need.name) || names.includes(name);
    if (isNamed(keep) || !(need.class === "unused" || need.class === "configure-only" || isNamed(drop))) return [];
    return [{ purl, name, bytes, need }];
  });
  const hostile = packages.find(({ name }) => !packageName.test(name));
  if (hostile !== undefined)
    return { refused: `a package is called ${JSON.stringify(hostile.name)}, which dpkg does not allow` };
  if (packages.length === 0) return { refused: "every package has its use" };
  return { packages: packages.toSorted((a, b) => a.bytes - b.bytes || (a.name < b.name ? -1 : 1)) };
}

/** What rules out that dpkg removes packages here. */
function refusal({ tree, packages, findProgram }: NeedImage, dpkg: DpkgImage): string | undefined {
  const kinds = new Set(packages.map(({ purl }) => /^pkg:([a-z]+)\//.exec(purl)?.[1]));
  for (const [kind, manager] of [
    ["apk", "apk, which cannot remove what others depend on"],
    ["rpm", "rpm, which is not supported yet"],
  ])
    if (kinds.has(kind)) return `its packages are those of ${manager}`;
  if (shows(tree, "/var/lib/dpkg/status.d")) return "its packages are recorded in status.d, which no dpkg maintains";
  if (dpkg.packages.length === 0) return "it has no packages of dpkg";
  for (const program of ["/bin/sh", "dpkg", "rm"])
    if (findProgram(program) === undefined) return `it has no ${program}, which removes packages`;
  const withoutList = dpkg.packages.find(({ purl }) => !dpkg.hasList(purl));
  if (withoutList !== undefined)
    return `dpkg has no list of the files of ${withoutList.record.name}: its record would go, and the files stay`;
  const recorded = new Set(
    dpkg.packages.flatMap(({ record: { name, architecture } }) => [name, `${name}:${architecture}`]),
  );
  const withoutRecord = [...dpkg.lists].find((name) => !recorded.has(name));
  if (withoutRecord !== undefined)
    return `dpkg has a file list of ${withoutRecord}, and no record of it: its status file is incomplete`;
  const partial = dpkg.packages.find(({ record }) => !record.isWhole);
  return partial === undefined ? undefined : `${partial.record.name} is not wholly installed`;
}

/** Whether a path goes with these packages: their files, and what Python compiled from them. */
export function goesWith(image: NeedImage, purls: ReadonlySet<string>): (path: string) => boolean {
  // A link may lead nowhere: its own row has the owner.
  const isOwned = (path: string): boolean => purls.has(image.ownerOf(rowOf(image.tree, path)) ?? "");
  return (path) => {
    if (isOwned(path)) return true;
    const source = compiledFrom(path);
    return source !== undefined && isOwned(source);
  };
}

/** Packages of these whose code is still in another image, by purl: without their records scanners would not see it. */
export function hiddenPackages(
  image: NeedImage,
  purls: ReadonlySet<string>,
  candidate: Tree,
): ReadonlyMap<string, string> {
  const hidden = new Map<string, string>();
  const { nodes } = image.tree;
  for (let row = 1; row < nodes.count; row++) {
    const purl = image.ownerOf(row) ?? "";
    const type = purls.has(purl) && !hidden.has(purl) ? fileAt(image.tree, row)?.type : undefined;
    if (type === undefined || type === "dir") continue;
    const path = image.pathOf(row);
    // A file of two packages stays with the other one: only documents are shared.
    if (!tellsOnly(path) && shows(candidate, path)) hidden.set(purl, path);
  }
  return hidden;
}
