import type { LocatedPackage } from "./located-package.ts";
import type { SbomContents, ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { isCarried } from "../../domain/image/package-identity.ts";
import { findRow, type Tree } from "../tree/tree.ts";
import { valuesByProbe, type ProbeValue } from "../tree/values.ts";
import { aboutBook, type AboutBook } from "./about-book.ts";
import { dependencyFinder } from "./dependencies.ts";
import type { Ecosystem, PackageExtract } from "./ecosystem.ts";
import { ecosystems } from "./ecosystems/index.ts";
import { firstLayers } from "./first-layers.ts";
import { ownedSums, ownerBook, unnamed, type Owners } from "./owners.ts";
import { packagePurl } from "./purl.ts";
import { folderOf } from "./text/paths.ts";
import { namelessBook } from "./without-version.ts";
import { compareText } from "../../text/compare-text.ts";
import { lastPart } from "../../text/cut.ts";

export interface FoundPackages {
  readonly packages: SbomContents["packages"];
  /** The packages with the sums of their files. */
  readonly withFiles: () => readonly PackageInfo[];
  /** Parts of files that could not be understood, such as an archive in an archive. */
  readonly unread: NonNullable<ImageInfo["unread"]>;
  /** Programs recognized without a version, by path. */
  readonly withoutVersion: NonNullable<ImageInfo["withoutVersion"]>;
  /** Purl of the package that owns what shows at a row of the tree. */
  readonly ownerOf: (row: number) => string | undefined;
  /** The files of a package that show, when it is known which those are: rows of the tree. */
  readonly filesOf: (found: Pick<PackageInfo, "purl" | "path">) => readonly number[];
}

/**
 * Packages of the final file system, by purl and path. What a distribution's packages own (Debian's Python modules) is not
 * reported again by another ecosystem, and what a lock file names not again where it is installed.
 */
export function findPackages(tree: Tree, os: ImageInfo["os"], kinds: readonly Ecosystem[] = ecosystems): FoundPackages {
  const book = ownerBook(tree);
  const locatedPackages: LocatedPackage[] = [];
  const unread: FoundPackages["unread"][number][] = [];
  const values = valuesByProbe(tree);
  // Owners matter first for files that name packages; all other claims are resolved on demand.
  const recordNames = new Set<string>();
  for (const { name, distribution } of kinds)
    if (distribution !== true) for (const { path } of values.get(name) ?? []) recordNames.add(lastPart(path));
  const claims: (readonly [path: string, index: number])[] = [];
  const nameless = namelessBook();
  // Folders matter only to ecosystems that use them.
  const folders = kinds.some(({ name, unlessOwned }) => unlessOwned === true && values.has(name))
    ? new Map<string, number>()
    : undefined;
  for (const ecosystem of [...kinds].sort((a, b) => turnOf(a) - turnOf(b))) findOf(ecosystem);

  function findOf(ecosystem: Ecosystem): void {
    const probeValues = (values.get(ecosystem.name) ?? []) as ProbeValue<PackageExtract>[];
    const visible = probeValues.filter((probeValue) => probeValue.shown);
    const shownBook = aboutBook(visible.flatMap(({ value }) => value.about ?? []));
    const lies = whereItLies(visible);
    for (const { path, layer, value } of visible) {
      for (const { within, reason } of value.unread ?? [])
        unread.push({ path: within === "" ? path : `${path}!/${within}`, layer, reason });
    }
    const claimPaths = (paths: readonly string[] | undefined, name: string, index: number): void => {
      for (const path of paths ?? []) {
        const place = lies(path, name);
        if (recordNames.has(lastPart(place))) book.own(place, index);
        else claims.push([place, index]);
        if (ecosystem.unlessOwned !== true && place.endsWith("/")) folders?.set(place, index);
      }
    };
    for (const value of visible) {
      if (ecosystem.distribution !== true && isDistributions(locatedPackages, book.at(value.row))) continue;
      const owner = ecosystem.unlessOwned === true ? (folders?.get(folderOf(value.path)) ?? book.at(value.row)) : -1;
      if (owner === -1) nameless.note(value);
      for (const locatedPackage of place(ecosystem, value, probeValues, shownBook, os)) {
        // A record that is older than the file hides nothing.
        if (owner !== -1 && isSameRelease(locatedPackages[owner]?.found.version, locatedPackage.found.version))
          continue;
        const index = locatedPackages.push(locatedPackage) - 1;
        claimPaths(locatedPackage.found.owns, locatedPackage.found.name, index);
        claimPaths(locatedPackage.about?.owns, locatedPackage.found.name, index);
      }
    }
    // dpkg's lists outlive a status file that a build has cut short: the files are the distribution's all the same.
    if (ecosystem.distribution === true) for (const { owns } of shownBook.rest()) claimPaths(owns, "", unnamed);
  }

  let finished: Owners | undefined;
  const owners = (): Owners => {
    for (const [path, index] of claims.splice(0)) book.own(path, index);
    return (finished ??= book.finish());
  };
  const described = describe(locatedPackages, (path) => locatedPackages[owners()[findRow(tree, path)] ?? -1]);
  return {
    packages: described.map(({ info }) => info),
    unread,
    withoutVersion: nameless.rest(new Set(locatedPackages.map(({ found }) => found.name))),
    withFiles() {
      const sums = ownedSums(tree, owners(), locatedPackages.length);
      return described.map(({ info, index, owns }) => (owns ? { ...info, ...sums[index] } : info));
    },
    ownerOf: (row) => locatedPackages[owners()[row] ?? -1]?.purl,
    filesOf({ purl, path }) {
      const rows: number[] = [];
      for (const [row, owner] of owners().entries()) {
        const ownerPackage = locatedPackages[owner];
        if (ownerPackage?.purl === purl && ownerPackage.path === path) rows.push(row);
      }
      return rows;
    },
  };
}

/** Actual location of a package's file that its list has at `path`. */
function whereItLies(values: readonly ProbeValue<PackageExtract>[]): (path: string, name: string) => string {
  const moved = new Map(
    values.flatMap(({ value }) => value.diverted ?? []).map((diversion) => [diversion.from, diversion]),
  );
  if (moved.size === 0) return (path) => path;
  return (path, name) => {
    const diversion = moved.get(path);
    return diversion === undefined || diversion.by === name ? path : diversion.to;
  };
}

/** Distributions first: they own their files. Last the ecosystems that report only unowned files. */
function turnOf({ distribution, unlessOwned }: Ecosystem): number {
  return distribution === true ? 0 : unlessOwned === true ? 2 : 1;
}

function isSameRelease(ownerVersion: string | undefined, fileVersion: string): boolean {
  const plain = (version: string): string => version.replace(/^v(?=\d)/, "").replace(/(?:\.0){0,4}$/, "");
  return ownerVersion === undefined || plain(ownerVersion) === plain(fileVersion);
}

function isDistributions(locatedPackages: readonly LocatedPackage[], owner: number): boolean {
  return owner === unnamed || locatedPackages[owner]?.ecosystem.distribution === true;
}

function place(
  ecosystem: Ecosystem,
  { path, layer, value }: ProbeValue<PackageExtract>,
  probeValues: readonly ProbeValue<PackageExtract>[],
  notes: AboutBook,
  os: ImageInfo["os"],
): LocatedPackage[] {
  const packages = value.packages ?? [];
  // A file list names none, and there is one for each package of a distribution.
  if (packages.length === 0) return [];
  const layers = ecosystem.database === true ? firstLayers(packages, path, probeValues) : undefined;
  return packages.map((packageRecord) => ({
    ecosystem,
    found: packageRecord,
    about: notes.of(packageRecord),
    purl: packagePurl(ecosystem, packageRecord, os),
    path: packageRecord.within === undefined ? path : `${path}!/${packageRecord.within}`,
    layer: layers?.get(packageRecord) ?? layer,
  }));
}

interface Described {
  readonly info: SbomContents["packages"][number];
  /** Its place among all that were found. */
  readonly index: number;
  /** Its data names files. */
  readonly owns: boolean;
}

/** Each once, by purl and path; a required path is resolved to its owner. */
function describe(
  locatedPackages: readonly LocatedPackage[],
  ownerOf: (path: string) => LocatedPackage | undefined,
): Described[] {
  const needs = dependencyFinder(locatedPackages, ownerOf);
  const installed = new Set(locatedPackages.filter(({ found }) => found.declared !== true).map(({ purl }) => purl));
  const reportedKeys = new Set<string>();
  const isNew = ({ found, purl, path, layer }: LocatedPackage): boolean => {
    // A runtime shows in several of its files: once a layer is enough. Packages compiled into a program, or inside a wheel, are reported for each.
    const isOncePerLayer = purl.startsWith("pkg:generic/") && !isCarried(found.identity);
    const key = `${purl}\n${isOncePerLayer ? layer : path}`;
    if (reportedKeys.has(key) || (found.declared === true && installed.has(purl))) return false;
    if (found.alsoAs !== undefined && installed.has(`${found.alsoAs}@${found.version}`)) return false;
    reportedKeys.add(key);
    return true;
  };
  const described = locatedPackages.flatMap((locatedPackage, index) =>
    isNew(locatedPackage) ? [describePackage(locatedPackage, index, needs)] : [],
  );
  return described.sort((a, b) => compareText(a.info.purl, b.info.purl) || compareText(a.info.path, b.info.path));
}

function describePackage(
  locatedPackage: LocatedPackage,
  index: number,
  needs: (asking: LocatedPackage) => string[],
): Described {
  const { found, about, purl, path, layer } = locatedPackage;
  const licenses = [...new Set([...(found.licenses ?? []), ...(about?.licenses ?? [])])].sort();
  const info = {
    purl,
    name: found.name,
    version: found.version,
    ...(found.source === undefined ? {} : { source: found.source }),
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(found.dependsOn === undefined ? {} : { dependsOn: needs(locatedPackage) }),
    ...(found.declared === true ? { declared: true as const } : {}),
    ...(found.identity === undefined ? {} : { identity: found.identity }),
    layer,
    path,
  };
  return { info, index, owns: found.owns !== undefined || about?.owns !== undefined };
}
