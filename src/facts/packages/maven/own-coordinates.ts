import { shareIn, type ClassCounts } from "./class-folders.ts";
import type { Coordinates } from "./coordinates.ts";
import { knownGroups } from "./known-groups.ts";
import type { Manifest } from "./manifest.ts";
import { organizationOf, plain } from "./organization.ts";

/** Facts about an archive with which its coordinates are compared. */
export interface ArchiveIdentity {
  /** The file's name without its ending, and its parts. */
  readonly base: string;
  readonly artifactId: string;
  readonly version: string | undefined;
  readonly manifest: Manifest;
  readonly folders: ClassCounts;
}

/**
 * Which of the coordinates inside an archive are its own: those that fit the file's name; of a renamed file those that fit the manifest,
 * or the only ones where its classes are of that group. All others are of packages merged into it.
 */
export function ownCoordinates(candidates: readonly Coordinates[], archive: ArchiveIdentity): Coordinates | undefined {
  const nameMatches = candidates
    .filter((candidate) => fitsName(candidate, archive))
    .sort((a, b) => nameFit(b, archive) - nameFit(a, archive));
  if (nameMatches[0] !== undefined) return nameMatches[0];
  const titled = candidates.filter((candidate) => fitsManifest(candidate, archive.manifest));
  if (titled.length === 1 && !contradicts(titled[0], archive)) return titled[0];
  const [only, second] = candidates;
  if (only === undefined || second !== undefined) return undefined;
  // `app.jar` with one set of coordinates; `kafka-clients-4.4.0.jar` with those of commons-net says by name and classes that they are not.
  return archive.version === undefined && isOfGroup(only, archive.folders) ? only : undefined;
}

function fitsName(candidate: Coordinates, archive: ArchiveIdentity): boolean {
  return nameFit(candidate, archive) > 0;
}

function nameFit(
  { groupId, artifactId, version }: Coordinates,
  { base, artifactId: file, version: inName }: ArchiveIdentity,
): number {
  const equalsPlain = (a: string, b: string) => plain(a) === plain(b);
  if (base === `${artifactId}-${version}` || base === artifactId) return 5;
  if (equalsPlain(file, artifactId) || base.startsWith(`${artifactId}-${version}`)) return 4;
  // Quarkus and sbt put the group before it.
  if (equalsPlain(file, `${groupId}.${artifactId}`) || equalsPlain(base, `${groupId}.${artifactId}`)) return 4;
  // A part of the name with the very version: `tool-all-1.0.jar` of `tool`, `jenkins-git-5.0.hpi` of `git`.
  if (inName === version && (file.startsWith(`${artifactId}-`) || file.endsWith(`-${artifactId}`))) return 2;
  return 0;
}

function fitsManifest({ groupId, artifactId }: Coordinates, manifest: Manifest): boolean {
  const title = manifest.get("implementation-title") ?? manifest.get("specification-title");
  const bundle = manifest.get("bundle-symbolicname")?.split(";")[0]?.trim();
  const names = new Set([artifactId, `${groupId}.${artifactId}`, `${groupId}:${artifactId}`].map(plain));
  return [title, bundle, manifest.get("short-name"), manifest.get("artifact-id")].some(
    (name) => name !== undefined && names.has(plain(name)),
  );
}

/** Whether both the versioned name and the classes are of another artifact. */
function contradicts(coordinates: Coordinates | undefined, { version, folders }: ArchiveIdentity): boolean {
  return coordinates === undefined || (version !== undefined && folders.size > 0 && !isOfGroup(coordinates, folders));
}

/** Whether most classes are in the group's folders, or there are none. */
function isOfGroup({ groupId, artifactId, version }: Coordinates, folders: ClassCounts): boolean {
  if (folders.size === 0) return true;
  const roots = knownGroups(artifactId, version).flatMap((row) => (row.group === groupId ? row.roots : []));
  const groupFolder = organizationOf(groupId).replaceAll("-", "").replaceAll(".", "/");
  return shareIn(folders, [...roots, groupFolder]) >= 0.5;
}
