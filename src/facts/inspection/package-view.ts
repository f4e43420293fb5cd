import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import type { PackageMatch, PackageView, PathBytes } from "../../domain/image/inspection.ts";
import { largestFirst, topList } from "./top-list.ts";
import { upToMark } from "../../text/cut.ts";

/** Files of a package, where it is known which those are. */
export type FilesOf = (info: PackageInfo) => Iterable<PathBytes> | undefined;

/** All packages called `wanted`: a name, or a purl with or without its version and qualifiers. */
export function packageView(
  { packages }: Pick<ImageInfo, "packages">,
  wanted: string,
  top: number,
  filesOf: FilesOf = () => undefined,
): PackageView {
  const matches = packages.filter((info) => isCalled(info, wanted));
  return { kind: "package", wanted, top, matches: matches.map((info) => matchOf(info, packages, top, filesOf)) };
}

/** Names that contain `wanted`, for whoever mistyped one. At most five. */
export function similarNames({ packages }: Pick<ImageInfo, "packages">, wanted: string): string[] {
  const text = wanted.toLowerCase();
  const names = packages.map(({ name }) => name).filter((name) => name.toLowerCase().includes(text));
  return [...new Set(names)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, 5);
}

function isCalled({ name, purl }: PackageInfo, wanted: string): boolean {
  if (name === wanted || purl === wanted) return true;
  if (!wanted.startsWith("pkg:")) return false;
  const bare = purl.replace(/[?#].*$/s, "");
  // An `@` inside of a scope is written `%40`, so this one stands before the version.
  return bare === wanted || upToMark(bare, "@", "/") === wanted;
}

function matchOf(info: PackageInfo, packages: readonly PackageInfo[], top: number, filesOf: FilesOf): PackageMatch {
  const { purl, name, version, source, licences, declared, layer, path, dependsOn } = info;
  const type = typeOf(purl);
  const known = packages.some((other) => other.dependsOn !== undefined && typeOf(other.purl) === type);
  const neededBy = packages.filter((other) => other.dependsOn?.includes(purl) === true).map((other) => other.purl);
  const files = filesIn(info, top, filesOf);
  return {
    purl,
    name,
    version,
    ...(source === undefined ? {} : { source }),
    ...(licences === undefined ? {} : { licences }),
    ...(declared === undefined ? {} : { declared }),
    layer,
    path,
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(known ? { neededBy: [...new Set(neededBy)].sort() } : {}),
    ...(files === undefined ? {} : { files }),
  };
}

function filesIn(info: PackageInfo, top: number, filesOf: FilesOf): PackageMatch["files"] {
  const all = filesOf(info);
  if (all === undefined)
    return info.files === undefined ? undefined : { paths: info.files, bytes: info.bytes ?? 0, largest: [] };
  const largest = topList<PathBytes>(top, largestFirst);
  let [paths, bytes] = [0, 0];
  for (const file of all) {
    paths++;
    bytes += file.bytes;
    largest.add(file);
  }
  return { paths, bytes, largest: largest.items() };
}

/** `deb` of `pkg:deb/debian/bash@5` */
export function typeOf(purl: string): string {
  return /^pkg:([^/]*)\//.exec(purl)?.[1] ?? "";
}
