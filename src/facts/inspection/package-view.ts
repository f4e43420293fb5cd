import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import type { PackageMatch, PackageView, PathBytes } from "../../domain/image/inspection.ts";
import { largestFirst, topList } from "./top-list.ts";
import { upToMark } from "../../text/cut.ts";

/** Files of a package, where it is known which those are. */
export type FilesOf = (info: PackageInfo) => Iterable<PathBytes> | undefined;

/** All packages that match `query`: a name, or a purl with or without its version and qualifiers. */
export function packageView(
  { packages }: Pick<ImageInfo, "packages">,
  query: string,
  top: number,
  filesOf: FilesOf = () => undefined,
): PackageView {
  const matches = packages.filter((info) => isCalled(info, query));
  return { kind: "package", wanted: query, top, matches: matches.map((info) => matchOf(info, packages, top, filesOf)) };
}

/** Names that contain `query`, as suggestions for typos. At most five. */
export function similarNames({ packages }: Pick<ImageInfo, "packages">, query: string): string[] {
  const text = query.toLowerCase();
  const names = packages.map(({ name }) => name).filter((name) => name.toLowerCase().includes(text));
  return [...new Set(names)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, 5);
}

function isCalled({ name, purl }: PackageInfo, query: string): boolean {
  if (name === query || purl === query) return true;
  if (!query.startsWith("pkg:")) return false;
  const purlWithVersion = purl.replace(/[?#].*$/s, "");
  // An `@` inside of a scope is written `%40`, so this one precedes the version.
  return purlWithVersion === query || upToMark(purlWithVersion, "@", "/") === query;
}

function matchOf(info: PackageInfo, packages: readonly PackageInfo[], top: number, filesOf: FilesOf): PackageMatch {
  const { purl, name, version, source, licenses, declared, layer, path, dependsOn } = info;
  const type = typeOf(purl);
  const hasDependencies = packages.some(
    (candidate) => candidate.dependsOn !== undefined && typeOf(candidate.purl) === type,
  );
  const neededBy = packages
    .filter((dependent) => dependent.dependsOn?.includes(purl) === true)
    .map((dependent) => dependent.purl);
  const files = filesIn(info, top, filesOf);
  return {
    purl,
    name,
    version,
    ...(source === undefined ? {} : { source }),
    ...(licenses === undefined ? {} : { licenses }),
    ...(declared === undefined ? {} : { declared }),
    layer,
    path,
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(hasDependencies ? { neededBy: [...new Set(neededBy)].sort() } : {}),
    ...(files === undefined ? {} : { files }),
  };
}

function filesIn(info: PackageInfo, top: number, filesOf: FilesOf): PackageMatch["files"] {
  const packageFiles = filesOf(info);
  if (packageFiles === undefined)
    return info.files === undefined ? undefined : { paths: info.files, bytes: info.bytes ?? 0, largest: [] };
  const largest = topList<PathBytes>(top, largestFirst);
  let [paths, bytes] = [0, 0];
  for (const file of packageFiles) {
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
