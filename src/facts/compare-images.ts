import type { ImageRead } from "../sources/image/read-image.ts";
import type { FileRef } from "../sources/image/hash-files.ts";
import type { TarEntry } from "../sources/image/tar.ts";
import { carrierOf } from "./content-of.ts";
import { mergeLayers, walkTree } from "./tree.ts";

/** One way in which a path differs between two final file systems. Times are not compared. */
export interface ImageDifference {
  readonly path: string;
  readonly change: "added" | "removed" | "type" | "content" | "link" | "mode" | "owner" | "xattrs";
}

/** Files whose contents must be hashed before the images can be compared. Both lists name the same paths in the same order. */
export interface DoubtfulFiles {
  readonly a: readonly FileRef[];
  readonly b: readonly FileRef[];
}

/** `hashFiles` of each image over its list of `doubtfulFiles`. */
export interface Hashes {
  readonly a: ReadonlyMap<string, string>;
  readonly b: ReadonlyMap<string, string>;
}

interface Place {
  readonly entry: TarEntry;
  readonly layer: number;
}

/** Files of equal size that do not come out of the same layer: only these need their contents read. */
export function doubtfulFiles(a: ImageRead, b: ImageRead): DoubtfulFiles {
  const doubtful: { a: FileRef[]; b: FileRef[] } = { a: [], b: [] };
  const right = placesOf(b);
  for (const [path, left] of placesOf(a)) {
    const pair = contentPair(a, left, b, right.get(path));
    if (pair === "equal" || pair === "different" || pair === undefined) continue;
    doubtful.a.push(pair.a);
    doubtful.b.push(pair.b);
  }
  return doubtful;
}

/** What differs from `a` to `b`, by path. `hashes` must cover all of `doubtfulFiles(a, b)`. */
export function compareImages(a: ImageRead, b: ImageRead, hashes: Hashes): ImageDifference[] {
  const left = placesOf(a);
  const right = placesOf(b);
  const differences: ImageDifference[] = [];
  for (const path of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const before = left.get(path);
    const after = right.get(path);
    if (before === undefined || after === undefined) {
      differences.push({ path, change: before === undefined ? "added" : "removed" });
      continue;
    }
    for (const change of changesOf(a, before, b, after, hashes)) differences.push({ path, change });
  }
  return differences;
}

function* changesOf(
  a: ImageRead,
  before: Place,
  b: ImageRead,
  after: Place,
  hashes: Hashes,
): Generator<ImageDifference["change"]> {
  if (sameEntry(a, before, b, after)) return;
  const type = typeOf(before.entry);
  if (type !== typeOf(after.entry)) {
    yield "type";
    return;
  }
  if (type === "file") {
    const pair = contentPair(a, before, b, after);
    if (pair === "different") yield "content";
    else if (pair !== "equal" && pair !== undefined && hashOf(hashes.a, pair.a) !== hashOf(hashes.b, pair.b)) {
      yield "content";
    }
  }
  if (type === "symlink" && before.entry.link !== after.entry.link) yield "link";
  // Linux gives every symbolic link the mode 0777.
  if (type !== "symlink" && before.entry.mode !== after.entry.mode) yield "mode";
  if (before.entry.uid !== after.entry.uid || before.entry.gid !== after.entry.gid) yield "owner";
  if (JSON.stringify(before.entry.xattrs) !== JSON.stringify(after.entry.xattrs)) yield "xattrs";
}

function contentPair(
  a: ImageRead,
  before: Place,
  b: ImageRead,
  after: Place | undefined,
): { a: FileRef; b: FileRef } | "equal" | "different" | undefined {
  if (after === undefined || typeOf(before.entry) !== "file" || typeOf(after.entry) !== "file") return undefined;
  const left = carrierOf(a, before.layer, before.entry);
  const right = carrierOf(b, after.layer, after.entry);
  // A hard link to nothing: the layer is broken, and the engine would not unpack it either.
  if (left === undefined || right === undefined) return left === right ? "equal" : "different";
  if (left.size !== right.size) return "different";
  if (left.size === 0) return "equal";
  const sameLayer = a.layers[before.layer]?.diffId === b.layers[after.layer]?.diffId;
  if (sameLayer && left.index === right.index) return "equal";
  return { a: { layer: before.layer, index: left.index }, b: { layer: after.layer, index: right.index } };
}

function hashOf(hashes: ReadonlyMap<string, string>, file: FileRef): string {
  const hash = hashes.get(`${file.layer}:${file.index}`);
  if (hash === undefined) throw new Error(`no hash of entry ${file.index} in layer ${file.layer}`);
  return hash;
}

function sameEntry(a: ImageRead, before: Place, b: ImageRead, after: Place): boolean {
  const sameLayer = a.layers[before.layer]?.diffId === b.layers[after.layer]?.diffId;
  return sameLayer && before.entry.index === after.entry.index;
}

/** A hard link is a file: which of two names came first depends on the order of the folder. */
function typeOf(entry: TarEntry): TarEntry["type"] {
  return entry.type === "hardlink" ? "file" : entry.type;
}

function placesOf(read: ImageRead): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { path, entry, layer } of walkTree(mergeLayers(read.layers))) places.set(path, { entry, layer });
  return places;
}
