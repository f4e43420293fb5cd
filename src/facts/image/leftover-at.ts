import type { LeftoverPlace } from "../managers/leftover-place.ts";
import { leftoverPlaces } from "./leftover-kinds.ts";

/** A leftover's place, and its concrete path that holds the file: `/home/ann/.npm` for `/home/*\/.npm`. */
export interface LeftoverFound {
  readonly place: LeftoverPlace;
  readonly path: string;
}

interface Step {
  readonly next: Map<string, Step>;
  any?: Step;
  place?: LeftoverPlace;
}

const byFolder = new Map<string, LeftoverPlace>();
const byFile = new Map<string, LeftoverPlace>();
const byEnding = new Map<string, LeftoverPlace>();
const root: Step = { next: new Map() };
for (const place of leftoverPlaces) add(place);

function add(place: LeftoverPlace): void {
  const { where } = place;
  if ("folder" in where) return void byFolder.set(where.folder, place);
  if ("file" in where) return void byFile.set(where.file, place);
  if ("ending" in where) return void byEnding.set(where.ending, place);
  let step = root;
  for (const part of where.at.split("/").slice(1)) {
    const existingStep = part === "*" ? step.any : step.next.get(part);
    const next = existingStep ?? { next: new Map() };
    if (part === "*") step.any = next;
    else step.next.set(part, next);
    step = next;
  }
  step.place ??= place;
}

/** The state of a folder before its files are read: the places that its path may still match, and the leftover around it. */
export interface LeftoverFolder {
  /** All below belongs to it. */
  readonly inside?: LeftoverFound;
  readonly literal?: Step | undefined;
  readonly starred?: Step | undefined;
  /** A folder by name, which a place by path further down would win over. */
  readonly named?: LeftoverFound | undefined;
}

export const leftoverRoot: LeftoverFolder = { literal: root };

/** One level down. `path` returns that of the new folder, called on demand. Undefined: the folder is not special. */
export function leftoverFolder(
  above: LeftoverFolder | undefined,
  name: string,
  path: () => string,
): LeftoverFolder | undefined {
  if (above?.inside !== undefined) return above;
  const { literal, starred, place } = step(above, name);
  if (place !== undefined) return { inside: { place, path: path() } };
  const folder = above?.named === undefined ? byFolder.get(name) : undefined;
  const ancestorLeftover = folder === undefined ? above?.named : { place: folder, path: path() };
  if (literal !== undefined || starred !== undefined) return { literal, starred, named: ancestorLeftover };
  return ancestorLeftover && { inside: ancestorLeftover };
}

/** The leftover that a file in a folder belongs to. */
export function leftoverFile(
  folder: LeftoverFolder | undefined,
  name: string,
  path: () => string,
): LeftoverFound | undefined {
  if (folder?.inside !== undefined) return folder.inside;
  const place = step(folder, name).place;
  if (place !== undefined) return { place, path: path() };
  if (folder?.named !== undefined) return folder.named;
  const dot = name.lastIndexOf(".");
  const byName = byFile.get(name) ?? (dot > 0 ? byEnding.get(name.slice(dot)) : undefined);
  return byName && { place: byName, path: path() };
}

const lastPairs = new Uint8Array(65_536);
for (const name of [...byFile.keys(), ...byEnding.keys()]) {
  lastPairs[(name.charCodeAt(name.length - 2) << 8) | name.charCodeAt(name.length - 1)] = 1;
}

/** False for nearly all names that are never leftovers, judged by their last two bytes. */
export function mayBeLeftover(names: Uint8Array, start: number, end: number): boolean {
  return end - start > 1 && lastPairs[((names[end - 2] ?? 0) << 8) | (names[end - 1] ?? 0)] === 1;
}

function step(folder: LeftoverFolder | undefined, name: string) {
  // A star matches one part, and only where no name matches: one level at a time is enough for this table.
  const literal = folder?.literal?.next.get(name);
  const starred = folder?.starred?.next.get(name) ?? folder?.literal?.any;
  return { literal, starred, place: literal?.place ?? starred?.place };
}

/**
 * The leftover that a file of this absolute path belongs to: a place by its path first, then the outermost folder by name, then
 * the file's own name. Costs one look-up for each part, however many places there are.
 */
export function leftoverAt(path: string): LeftoverFound | undefined {
  let folder: LeftoverFolder | undefined = leftoverRoot;
  let start = 1;
  for (let slash = path.indexOf("/", start); slash !== -1; slash = path.indexOf("/", start)) {
    const end = slash;
    folder = leftoverFolder(folder, path.slice(start, end), () => path.slice(0, end));
    start = end + 1;
  }
  return start >= path.length ? folder?.inside : leftoverFile(folder, path.slice(start), () => path);
}
