import { shareIn, type ClassCounts } from "./class-folders.ts";
import type { Coordinates } from "./coordinates.ts";
import { knownGroups } from "./known-groups.ts";
import type { Manifest } from "./manifest.ts";
import { organizationOf, plain } from "./organization.ts";

/** What coordinates inside of an archive are compared with. */
export interface Whose {
  /** The file's name without its ending, and what is split off it. */
  readonly base: string;
  readonly artifactId: string;
  readonly version: string | undefined;
  readonly manifest: Manifest;
  readonly folders: ClassCounts;
}

/**
 * Which of the coordinates inside an archive are its own: those that fit the file's name; of a renamed file those that fit the manifest,
 * or the only ones where its classes are of that group. All others tell what was merged into it.
 */
export function ownCoordinates(all: readonly Coordinates[], whose: Whose): Coordinates | undefined {
  const named = all.filter((one) => fitsName(one, whose)).sort((a, b) => nameFit(b, whose) - nameFit(a, whose));
  if (named[0] !== undefined) return named[0];
  const titled = all.filter((one) => fitsManifest(one, whose.manifest));
  if (titled.length === 1 && !contradicts(titled[0], whose)) return titled[0];
  const [only, second] = all;
  if (only === undefined || second !== undefined) return undefined;
  // `app.jar` with one set of coordinates; `kafka-clients-4.4.0.jar` with those of commons-net says by name and classes that they are not.
  return whose.version === undefined && isOfGroup(only, whose.folders) ? only : undefined;
}

function fitsName(one: Coordinates, whose: Whose): boolean {
  return nameFit(one, whose) > 0;
}

function nameFit(
  { groupId, artifactId, version }: Coordinates,
  { base, artifactId: file, version: inName }: Whose,
): number {
  const same = (a: string, b: string) => plain(a) === plain(b);
  if (base === `${artifactId}-${version}` || base === artifactId) return 5;
  if (same(file, artifactId) || base.startsWith(`${artifactId}-${version}`)) return 4;
  // Quarkus and sbt put the group before it.
  if (same(file, `${groupId}.${artifactId}`) || same(base, `${groupId}.${artifactId}`)) return 4;
  // A part of the name with the very version: `tool-all-1.0.jar` of `tool`, `jenkins-git-5.0.hpi` of `git`.
  if (inName === version && (file.startsWith(`${artifactId}-`) || file.endsWith(`-${artifactId}`))) return 2;
  return 0;
}

function fitsManifest({ groupId, artifactId }: Coordinates, manifest: Manifest): boolean {
  const title = manifest.get("implementation-title") ?? manifest.get("specification-title");
  const bundle = manifest.get("bundle-symbolicname")?.split(";")[0]?.trim();
  const names = new Set([artifactId, `${groupId}.${artifactId}`, `${groupId}:${artifactId}`].map(plain));
  return [title, bundle, manifest.get("short-name"), manifest.get("artifact-id")].some(
    (one) => one !== undefined && names.has(plain(one)),
  );
}

/** A versioned name of something else, with classes of something else. */
function contradicts(one: Coordinates | undefined, { version, folders }: Whose): boolean {
  return one === undefined || (version !== undefined && folders.size > 0 && !isOfGroup(one, folders));
}

/** Most classes lie in the group's folders, or there are none. */
function isOfGroup({ groupId, artifactId, version }: Coordinates, folders: ClassCounts): boolean {
  if (folders.size === 0) return true;
  const roots = knownGroups(artifactId, version).flatMap((row) => (row.group === groupId ? row.roots : []));
  const own = organizationOf(groupId).replaceAll("-", "").replaceAll(".", "/");
  return shareIn(folders, [...roots, own]) >= 0.5;
}
