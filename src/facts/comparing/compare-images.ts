import { entrySize, entryType, type FileType } from "../../domain/image/entries.ts";
import type { FileRef } from "../../domain/image/file-ref.ts";
import type { ImageScan } from "../../domain/image/image-scan.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import { walkTree, type FileAt } from "../tree/tree.ts";

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

/** Files of equal size that do not come out of the same layer: only these need their contents read. */
export function doubtfulFiles(a: ImageScan, b: ImageScan): DoubtfulFiles {
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

/** Differences from `a` to `b`, by path. `hashes` must cover all of `doubtfulFiles(a, b)`. */
export function compareImages(a: ImageScan, b: ImageScan, hashes: Hashes): ImageDifference[] {
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
  a: ImageScan,
  before: FileAt,
  b: ImageScan,
  after: FileAt,
  hashes: Hashes,
): Generator<ImageDifference["change"]> {
  if (sameEntry(a, before, b, after)) return;
  const type = typeOf(before);
  if (type !== typeOf(after)) {
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
  if (type === "symlink" && linkOf(a, before) !== linkOf(b, after)) yield "link";
  // Linux reports every symbolic link with the mode 0777.
  if (type !== "symlink" && before.mode !== after.mode) yield "mode";
  if (before.uid !== after.uid || before.gid !== after.gid) yield "owner";
  if (JSON.stringify(xattrsOf(a, before)) !== JSON.stringify(xattrsOf(b, after))) yield "xattrs";
}

function contentPair(
  a: ImageScan,
  before: FileAt,
  b: ImageScan,
  after: FileAt | undefined,
): { a: FileRef; b: FileRef } | "equal" | "different" | undefined {
  if (after === undefined || typeOf(before) !== "file" || typeOf(after) !== "file") return undefined;
  const left = carrierOf(a, before);
  const right = carrierOf(b, after);
  // A hard link to nothing: the layer is broken, and the engine would not unpack it either.
  if (left === undefined || right === undefined) return left === right ? "equal" : "different";
  const size = sizeOf(a, before.layer, left);
  if (size !== sizeOf(b, after.layer, right)) return "different";
  if (size === 0) return "equal";
  const sameLayer = a.layers[before.layer]?.diffId === b.layers[after.layer]?.diffId;
  if (sameLayer && left === right) return "equal";
  return { a: { layer: before.layer, index: left }, b: { layer: after.layer, index: right } };
}

function hashOf(hashes: ReadonlyMap<string, string>, file: FileRef): string {
  const hash = hashes.get(`${file.layer}:${file.index}`);
  if (hash === undefined) throw new Error(`no hash of entry ${file.index} in layer ${file.layer}`);
  return hash;
}

function sameEntry(a: ImageScan, before: FileAt, b: ImageScan, after: FileAt): boolean {
  const sameLayer = a.layers[before.layer]?.diffId === b.layers[after.layer]?.diffId;
  return sameLayer && before.entry === after.entry;
}

/** A hard link is a file: which of two names came first depends on the order of the folder. */
function typeOf({ type }: FileAt): FileType {
  return type === "hardlink" ? "file" : type;
}

/** The entry that carries a file's bytes: a hard link's is another one of the same layer. */
function carrierOf(read: ImageScan, { layer, entry, type }: FileAt): number | undefined {
  return type === "hardlink" ? read.layers[layer]?.entries.carriers.get(entry) : entry;
}

function sizeOf(read: ImageScan, layer: number, entry: number): number {
  const entries = read.layers[layer]?.entries;
  return entries === undefined || entryType(entries, entry) !== "file" ? 0 : entrySize(entries, entry);
}

function linkOf(read: ImageScan, { layer, entry }: FileAt): string | undefined {
  return read.layers[layer]?.entries.links.get(entry);
}

function xattrsOf(read: ImageScan, { layer, entry }: FileAt): Readonly<Record<string, string>> | undefined {
  return read.layers[layer]?.entries.xattrs.get(entry);
}

function placesOf(read: ImageScan): ReadonlyMap<string, FileAt> {
  const places = new Map<string, FileAt>();
  for (const file of walkTree(mergeLayers(read.layers))) places.set(file.path, file);
  return places;
}
