import type { ImageInfo, PackageInfo } from "../../domain/image.ts";
import { findRow, type Tree } from "../tree.ts";
import { valuesOf, type ProbeValue } from "../values.ts";
import { aboutBook, type AboutBook } from "./about-book.ts";
import { dependencyFinder } from "./dependencies.ts";
import type { Ecosystem, FoundPackage, PackageExtract } from "./ecosystem.ts";
import { ecosystems } from "./ecosystems/index.ts";
import { firstLayers } from "./first-layers.ts";
import { ownedSums, ownerBook, unnamed, type Owners } from "./owners.ts";
import { packagePurl } from "./purl.ts";

/** A package with the file that told of it. */
export interface Placed {
  readonly ecosystem: Ecosystem;
  readonly found: FoundPackage;
  readonly purl: string;
  readonly path: string;
  readonly layer: number;
  readonly row: number;
}

export interface FoundPackages {
  readonly packages: readonly PackageInfo[];
  /** Parts of files that could not be understood, such as an archive in an archive. */
  readonly unread: NonNullable<ImageInfo["unread"]>;
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
  const placed: Placed[] = [];
  const unread: FoundPackages["unread"][number][] = [];
  const more = aboutBook();
  // Distributions first: what they own is theirs.
  const ordered = [...kinds].sort((a, b) => Number(b.distribution === true) - Number(a.distribution === true));
  for (const ecosystem of ordered) {
    const values = valuesOf(tree, ecosystem);
    const shown = values.filter((value) => value.shown);
    for (const { value } of shown) for (const about of value.about ?? []) more.add(ecosystem, about);
    const lies = whereItLies(shown);
    for (const { path, layer, value } of shown) {
      for (const { within, reason } of value.unread ?? [])
        unread.push({ path: within === "" ? path : `${path}!/${within}`, layer, reason });
    }
    for (const value of shown) {
      if (ecosystem.distribution !== true && isDistributions(placed, book.at(value.row))) continue;
      for (const one of place(ecosystem, value, values, os)) {
        const index = placed.push(one) - 1;
        const { owns = [], name } = one.found;
        for (const path of owns) book.own(lies(path, name), index);
        for (const path of more.of(one)?.owns ?? []) book.own(lies(path, name), index);
      }
    }
    // dpkg's lists outlive a status file that a build has cut short: the files are the distribution's all the same.
    if (ecosystem.distribution !== true) continue;
    for (const { owns = [] } of more.rest(ecosystem)) for (const path of owns) book.own(lies(path, ""), unnamed);
  }
  const owners = book.finish();
  const packages = describe(tree, placed, owners, more);
  return {
    packages,
    unread,
    ownerOf: (row) => placed[owners[row] ?? -1]?.purl,
    filesOf({ purl, path }) {
      const rows: number[] = [];
      for (const [row, owner] of owners.entries()) {
        const one = placed[owner];
        if (one?.purl === purl && one.path === path) rows.push(row);
      }
      return rows;
    },
  };
}

/** Where a package's file lies that its list has at `path`. */
function whereItLies(values: readonly ProbeValue<PackageExtract>[]): (path: string, name: string) => string {
  const moved = new Map(values.flatMap(({ value }) => value.diverted ?? []).map((one) => [one.from, one]));
  if (moved.size === 0) return (path) => path;
  return (path, name) => {
    const diversion = moved.get(path);
    return diversion === undefined || diversion.by === name ? path : diversion.to;
  };
}

function isDistributions(placed: readonly Placed[], owner: number): boolean {
  return owner === unnamed || placed[owner]?.ecosystem.distribution === true;
}

function place(
  ecosystem: Ecosystem,
  { path, layer, row, value }: ProbeValue<PackageExtract>,
  all: readonly ProbeValue<PackageExtract>[],
  os: ImageInfo["os"],
): Placed[] {
  const found = value.packages ?? [];
  const layers = ecosystem.database === true ? firstLayers(found, path, all) : undefined;
  return found.map((one) => ({
    ecosystem,
    found: one,
    purl: packagePurl(ecosystem, one, os),
    path: one.within === undefined ? path : `${path}!/${one.within}`,
    layer: layers?.get(one) ?? layer,
    row,
  }));
}

function describe(tree: Tree, placed: readonly Placed[], owners: Owners, more: AboutBook): PackageInfo[] {
  const sums = ownedSums(tree, owners, placed.length);
  const needs = dependencyFinder(placed, (path) => {
    const row = path.startsWith("/") ? findRow(tree, path) : -1;
    return placed[owners[row] ?? -1];
  });
  const installed = new Set(placed.filter(({ found }) => found.declared !== true).map(({ purl }) => purl));
  const seen = new Set<string>();
  const packages: PackageInfo[] = [];
  for (const [index, one] of placed.entries()) {
    const { found, purl, path, layer } = one;
    // A runtime shows in several of its files: once a layer is enough.
    const key = `${purl}\n${purl.startsWith("pkg:generic/") ? layer : path}`;
    if (seen.has(key) || (found.declared === true && installed.has(purl))) continue;
    seen.add(key);
    const about = more.of(one);
    const licences = [...new Set([...(found.licences ?? []), ...(about?.licences ?? [])])].sort();
    const owns = found.owns !== undefined || about?.owns !== undefined;
    packages.push({
      purl,
      name: found.name,
      version: found.version,
      ...(found.source === undefined ? {} : { source: found.source }),
      ...(licences.length === 0 ? {} : { licences }),
      ...(found.dependsOn === undefined ? {} : { dependsOn: needs(one) }),
      ...(owns ? sums[index] : {}),
      ...(found.declared === true ? { declared: true } : {}),
      layer,
      path,
    });
  }
  return packages.sort((a, b) => compareText(a.purl, b.purl) || compareText(a.path, b.path));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
