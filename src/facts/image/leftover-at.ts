import { leftoverPlaces, type LeftoverPlace } from "./leftover-kinds.ts";

/** A leftover's place, and the concrete path of it that holds the file: `/home/ann/.npm` for `/home/*\/.npm`. */
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
    const known = part === "*" ? step.any : step.next.get(part);
    const next = known ?? { next: new Map() };
    if (part === "*") step.any = next;
    else step.next.set(part, next);
    step = next;
  }
  step.place ??= place;
}

/**
 * The leftover that a file of this absolute path belongs to: a place by its path first, then the outermost folder by name, then
 * the file's own name. Costs one look-up for each part, however many places there are.
 */
export function leftoverAt(path: string): LeftoverFound | undefined {
  let literal: Step | undefined = root;
  let starred: Step | undefined;
  let named: LeftoverFound | undefined;
  for (let start = 1; start <= path.length;) {
    const slash = path.indexOf("/", start);
    const end = slash === -1 ? path.length : slash;
    const part = path.slice(start, end);
    // A star stands for one part, and only where no name fits: one level of it at a time is enough for this table.
    const star: Step | undefined = literal?.any;
    literal = literal?.next.get(part);
    starred = starred?.next.get(part) ?? star;
    const place = literal?.place ?? starred?.place;
    if (place !== undefined) return { place, path: path.slice(0, end) };
    if (slash === -1) return named ?? byName(path, part);
    const folder = named === undefined ? byFolder.get(part) : undefined;
    if (folder !== undefined) named = { place: folder, path: path.slice(0, end) };
    start = end + 1;
  }
  return named;
}

function byName(path: string, name: string): LeftoverFound | undefined {
  const dot = name.lastIndexOf(".");
  const place = byFile.get(name) ?? (dot > 0 ? byEnding.get(name.slice(dot)) : undefined);
  return place && { place, path };
}
