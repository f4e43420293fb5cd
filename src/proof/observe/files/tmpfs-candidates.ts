import type { AnonymousVolume, Tmpfs } from "../../../domain/profile/restrictions.ts";
import { isThrowaway } from "../../judge/is-cache.ts";
import type { Directory } from "./directory.ts";
import type { Lasting } from "./lasting.ts";
import { parent, parentsOf, type Write } from "./writes.ts";
import { isWithin } from "../../../text/is-within.ts";
import { byKey } from "../../../text/by-key.ts";
import { mebibyte } from "../../../domain/units.ts";

/** A directory of the image; undefined when it has none at this path. */
export type Look = (path: string) => Promise<Directory | undefined>;

export interface Candidates {
  /** In order of their paths. */
  readonly tmpfs: readonly Tmpfs[];
  /** Directories among them that only the image contains, without writes: most are unneeded. */
  readonly again: readonly string[];
  /** For persistent data, and where a tmpfs would hide image files in a data directory. Sorted by path. */
  readonly volumes: readonly AnonymousVolume[];
  /** Written paths among content of the image that a tmpfs would hide: they need a volume. */
  readonly uncovered: readonly string[];
  /** Directories with files that must survive a restart, which a tmpfs would lose: they need a volume. */
  readonly lasting: readonly { readonly path: string; readonly files: readonly string[]; readonly why: string }[];
  /** Files that each tmpfs loses at a restart, unless its path implies that. */
  readonly lost: readonly { readonly path: string; readonly files: readonly string[] }[];
}

/** Evidence other than writes; by default nothing must persist and nothing is executed. */
export interface CandidateEvidence {
  readonly lasting?: Lasting;
  /** Files that may contain client data. */
  readonly clientFiles?: readonly string[];
  /** Files that were executed, or mapped as executable. */
  readonly executed?: readonly string[];
}

/**
 * Directories that are empty at each boot by convention (Filesystem Hierarchy Standard 3.0): their content in the image
 * is not needed.
 */
const volatile = new Set(["/run", "/run/lock", "/tmp", "/var/tmp"]);

/** The limit of a tmpfs, charged only as it is used: 64 MiB, or four times the observed size. */
const leastBytes = 64 * 1024 * 1024;
/** Size for a directory that only the image contains. */
const emptyBytes = 1024 * 1024;

/**
 * Paths at which a read-only container needs a tmpfs: the nearest directory of each written path that exists in the
 * image, with the image's mode and owner. A tmpfs hides the image's files at its path, so in a directory with content
 * it can only replace a directory that the container creates there; below /run, which is empty at each boot, the
 * image's directories are created again. Files that must survive a restart get a volume, which starts with the content
 * of the image's directory.
 */
export async function tmpfsCandidates(
  writes: readonly Write[],
  inImage: Look,
  evidence: CandidateEvidence = {},
): Promise<Candidates> {
  const { executed = [], clientFiles = [] } = evidence;
  const candidates = new Map<string, { directory: Omit<Directory, "entries">; bytes: number }>();
  const uncovered = new Set<string>();
  const lasting = new Map<string, readonly string[]>();
  const volumes = new Map<string, AnonymousVolume>();
  const addVolume = (volume: AnonymousVolume | undefined) => volume && volumes.set(volume.path, volume);
  const madeDirectories = new Map(
    writes.flatMap(({ path, directory }) => (directory === undefined ? [] : [[path, directory] as const])),
  );
  for (const write of leaves(writes)) {
    const place = await placeOf(write, inImage, madeDirectories);
    if (place === undefined) {
      if (addVolume(await seededVolume(write, inImage, executed)) === undefined) uncovered.add(write.path);
      continue;
    }
    const persistentFiles = [...(evidence.lasting?.files ?? []), ...clientFiles];
    const files = [...new Set(persistentFiles)].filter((file) => isWithin(file, place.path)).toSorted();
    if (files.length > 0) {
      lasting.set(place.path, files);
      const isPlain = !place.isMade || isPlainDirectory(place.directory);
      addVolume(isPlain ? { path: place.path } : await seededVolume(write, inImage, executed));
      continue;
    }
    const candidate = candidates.get(place.path);
    candidates.set(place.path, { directory: place.directory, bytes: (candidate?.bytes ?? 0) + write.bytes });
  }
  const folders = [...candidates].flatMap(([path, { directory }]) =>
    volatile.has(path)
      ? (directory.folders ?? []).map(({ path: below, ...folder }) => [`${path}/${below}`, folder] as const)
      : [],
  );
  const repeatedFolders = new Map<string, Omit<Directory, "entries">>(
    folders.filter(([path]) => !candidates.has(path)),
  );
  for (const [path, directory] of repeatedFolders) candidates.set(path, { directory, bytes: 0 });
  const outer = [...volumes.values()].filter(({ path }) => !isInside(path, volumes.keys()));
  const tmpfs = [...candidates].toSorted(byKey).flatMap(([path, { directory, bytes }]): Tmpfs[] => {
    if (isInside(path, volumes.keys())) return [];
    const { mode, uid, gid } = directory;
    const exec = executed.some((file) => isWithin(file, path));
    const sizeBytes = repeatedFolders.has(path) ? emptyBytes : sizeFor(bytes);
    return [{ path, mode, uid, gid, sizeBytes, ...(exec && { exec: true }) }];
  });
  const leftFiles = evidence.lasting?.left?.filter((file) => !isThrowaway(file) && !isWithin(file, "/var/log")) ?? [];
  const lost = tmpfs.map(({ path }) => ({ path, files: leftFiles.filter((file) => isWithin(file, path)) }));
  return {
    tmpfs,
    again: [...repeatedFolders.keys()].toSorted(),
    volumes: outer.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    uncovered: [...uncovered].toSorted(),
    lasting: [...lasting].toSorted(byKey).map(([path, files]) => ({ path, files, why: whyLasting(files, evidence) })),
    lost: lost.filter(({ files }) => files.length > 0),
  };
}

function whyLasting(files: readonly string[], { lasting, clientFiles = [] }: CandidateEvidence): string {
  const reads = files.some((file) => lasting?.files.includes(file) === true);
  const gave = files.some((file) => clientFiles.includes(file));
  return [
    ...(reads ? [lasting?.why ?? ""] : []),
    ...(gave ? ["they were written while steps were answered and may hold what a client gave"] : []),
  ].join("; ");
}

/** An engine creates a missing directory with mode 755, owned by root: that allows nothing more. */
function isPlainDirectory({ mode, uid, gid }: Directory): boolean {
  return (0o755 & ~Number.parseInt(mode, 8)) === 0 && uid === 0 && gid === 0;
}

function isInside(path: string, folders: Iterable<string>): boolean {
  return [...folders].some((folder) => folder !== path && isWithin(path, folder));
}

/** Data directories: FHS 3.0, chapters 3 and 5, and the usual one of images. */
const dataPlaces = ["/var/lib", "/var/spool", "/var/mail", "/srv", "/home", "/root", "/data"];
/** Directories of image files that many programs share. */
const sharedPlaces = new Set(["/var/lib", "/var/spool", "/home"]);

/**
 * A volume at the nearest directory of the image, with the image's files. Only in data directories: elsewhere it would
 * contain programs and settings, which Compose would keep when the image is replaced.
 */
async function seededVolume(
  write: Write,
  inImage: Look,
  executed: readonly string[],
): Promise<AnonymousVolume | undefined> {
  let path = write.change === "deleted" ? parent(write.path) : write.path;
  let directory = await inImage(path);
  while (directory === undefined && path !== "/") {
    path = parent(path);
    directory = await inImage(path);
  }
  const isData = dataPlaces.some((place) => isWithin(path, place)) && !sharedPlaces.has(path);
  if (directory === undefined || !isData || executed.some((file) => isWithin(file, path))) return undefined;
  return { path, ...(directory.entries > 0 && { imageFiles: true }) };
}

async function placeOf(
  write: Write,
  inImage: Look,
  madeDirectories: ReadonlyMap<string, Directory>,
): Promise<{ path: string; directory: Directory; isMade: boolean } | undefined> {
  let path = write.path;
  let below: string | undefined;
  let directory = write.change === "deleted" ? undefined : await inImage(path);
  while (directory === undefined && path !== "/") {
    below = path;
    path = parent(path);
    directory = await inImage(path);
  }
  if (directory === undefined) return undefined;
  if (path !== "/" && (directory.entries === 0 || volatile.has(path))) return { path, directory, isMade: false };
  // Content of the image would be hidden: only a directory that the container created can be replaced.
  const replaced = below === undefined ? undefined : madeDirectories.get(below);
  return below === undefined || replaced === undefined ? undefined : { path: below, directory: replaced, isMade: true };
}

/** Paths without other paths below them. */
function leaves(writes: readonly Write[]): Write[] {
  const parents = parentsOf(writes);
  return writes.filter(({ path }) => path !== "/" && !parents.has(path));
}

function sizeFor(bytes: number): number {
  return Math.max(leastBytes, Math.ceil((bytes * 4) / mebibyte) * mebibyte);
}
