/**
 * How the name of a package is known. `coordinates`: its own record. `contained`: the record of a package merged into the archive.
 * `headers`: its manifest states group and name. `binary`: the program's own data states it. `manifest`, `module`, `classes`, `table`, `file-name`: inferred, mainly
 * from that. `source-paths`: paths of sources in a compiled program, which names only a part of its crates.
 */
export const identityKinds = [
  "coordinates",
  "contained",
  "headers",
  "binary",
  "manifest",
  "module",
  "classes",
  "table",
  "file-name",
  "source-paths",
] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** How a package that no package manager installed got its name. */
export interface PackageIdentity {
  readonly by: IdentityKind;
  /** 0 to 1, in hundredths. */
  readonly confidence: number;
  /** Evidence, as sentences without a full stop; the strongest first. */
  readonly evidence: readonly string[];
  /** Other names that the evidence allows, likeliest first. Absent: none. */
  readonly candidates?: readonly string[];
  /** Names in its headers that begin with a group. Absent: none, or not needed. */
  readonly stated?: readonly string[];
  /** Folder of most of its classes: `org/springframework`. Absent: none, or not needed. */
  readonly folders?: readonly string[];
  /** Folders of copies of other software that was moved into this one's, of which no version is known: `com/google/common`. Absent: none. */
  readonly relocated?: readonly string[];
}

/** Its group is a guess, so that advisories of every package of its name count whose group agrees with the evidence. */
export function isInferred(identity: PackageIdentity | undefined): identity is PackageIdentity {
  return (
    identity !== undefined &&
    identity.by !== "coordinates" &&
    identity.by !== "contained" &&
    identity.by !== "headers" &&
    identity.by !== "binary"
  );
}

/** It was copied or compiled into another one: it is no separate installation, and another version next to it is no contradiction. */
export function isCarried(identity: PackageIdentity | undefined): boolean {
  return identity !== undefined && ["contained", "binary", "file-name", "source-paths"].includes(identity.by);
}
