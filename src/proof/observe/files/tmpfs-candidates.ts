import type { Tmpfs } from "../../../domain/profile/restrictions.ts";
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
  /** Of these, directories that only the image has, and nothing was written into: most are not missed. */
  readonly again: readonly string[];
  /** Written paths among content of the image that a tmpfs would hide: they need a volume. */
  readonly uncovered: readonly string[];
  /** Directories with files that have to outlast a restart, which a tmpfs would lose: they need a volume. */
  readonly lasting: readonly { readonly path: string; readonly files: readonly string[]; readonly why: string }[];
}

/** What decides beside the writes; default that nothing has to last and nothing is executed. */
export interface Seen {
  readonly lasting?: Lasting;
  /** Files that were executed, or mapped to be. */
  readonly executed?: readonly string[];
}

/** Directories that are empty at each boot by convention (Filesystem Hierarchy Standard 3.0): what the image has there is not missed. */
const volatile = new Set(["/run", "/run/lock", "/tmp", "/var/tmp"]);

/** The limit of a tmpfs, charged only as it is used: 64 MiB, or four times what was seen. */
const leastBytes = 64 * 1024 * 1024;
/** Of a directory that is only there because the image has it. */
const emptyBytes = 1024 * 1024;

/**
 * Where a read-only container needs a tmpfs: the nearest directory of each written path that exists in the image, with the
 * image's mode and owner. A tmpfs hides what the image has at its path, so in a directory with content only a directory that
 * the container itself makes there can be one; below /run, which starts empty on every machine, the image's directories are made again.
 */
export async function tmpfsCandidates(writes: readonly Write[], inImage: Look, seen: Seen = {}): Promise<Candidates> {
  const { executed = [] } = seen;
  const found = new Map<string, { directory: Omit<Directory, "entries">; bytes: number }>();
  const uncovered = new Set<string>();
  const lasting = new Map<string, readonly string[]>();
  const made = new Map(
    writes.flatMap(({ path, directory }) => (directory === undefined ? [] : [[path, directory] as const])),
  );
  for (const write of leaves(writes)) {
    const place = await placeOf(write, inImage, made);
    if (place === undefined) {
      uncovered.add(write.path);
      continue;
    }
    const kept = seen.lasting?.files.filter((file) => isWithin(file, place.path)) ?? [];
    if (kept.length > 0) {
      lasting.set(place.path, kept);
      continue;
    }
    const known = found.get(place.path);
    found.set(place.path, { directory: place.directory, bytes: (known?.bytes ?? 0) + write.bytes });
  }
  const folders = [...found].flatMap(([path, { directory }]) =>
    volatile.has(path)
      ? (directory.folders ?? []).map(({ path: below, ...folder }) => [`${path}/${below}`, folder] as const)
      : [],
  );
  const again = new Map<string, Omit<Directory, "entries">>(folders.filter(([path]) => !found.has(path)));
  for (const [path, directory] of again) found.set(path, { directory, bytes: 0 });
  const tmpfs = [...found].toSorted(byKey).map(([path, { directory, bytes }]): Tmpfs => {
    const { mode, uid, gid } = directory;
    const exec = executed.some((file) => isWithin(file, path));
    return {
      path,
      mode,
      uid,
      gid,
      sizeBytes: again.has(path) ? emptyBytes : sizeFor(bytes),
      ...(exec && { exec: true }),
    };
  });
  return {
    tmpfs,
    again: [...again.keys()].toSorted(),
    uncovered: [...uncovered].toSorted(),
    lasting: [...lasting].toSorted(byKey).map(([path, files]) => ({ path, files, why: seen.lasting?.why ?? "" })),
  };
}

async function placeOf(
  write: Write,
  inImage: Look,
  made: ReadonlyMap<string, Directory>,
): Promise<{ path: string; directory: Directory } | undefined> {
  let path = write.path;
  let below: string | undefined;
  let directory = write.change === "deleted" ? undefined : await inImage(path);
  while (directory === undefined && path !== "/") {
    below = path;
    path = parent(path);
    directory = await inImage(path);
  }
  if (directory === undefined) return undefined;
  if (path !== "/" && (directory.entries === 0 || volatile.has(path))) return { path, directory };
  // Content of the image would be hidden: only a directory that the container made can be replaced.
  const replaced = below === undefined ? undefined : made.get(below);
  return below === undefined || replaced === undefined ? undefined : { path: below, directory: replaced };
}

/** Paths with nothing below them; the others are only on the way. */
function leaves(writes: readonly Write[]): Write[] {
  const parents = parentsOf(writes);
  return writes.filter(({ path }) => path !== "/" && !parents.has(path));
}

function sizeFor(bytes: number): number {
  return Math.max(leastBytes, Math.ceil((bytes * 4) / mebibyte) * mebibyte);
}
