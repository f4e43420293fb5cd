import type { Place, Program } from "../../../data/programs/program.ts";
import { programs } from "../../../data/programs/index.ts";

export interface KnownPlace {
  readonly program: Program;
  readonly place: Place;
}

/** Asked for every executable: a few looks into tables. In the order of the programs. */
export type PlaceTable = (path: string) => readonly KnownPlace[];

const none: readonly KnownPlace[] = [];

/** Built lazily: most images need only some tables. */
export function placeTable(listPrograms: () => readonly Program[]): PlaceTable {
  let programIndex: ReturnType<typeof indexed> | undefined;
  return (path) => {
    const { byName, byLetters } = (programIndex ??= indexed(listPrograms()));
    const slash = path.lastIndexOf("/");
    const base = path.slice(slash + 1);
    const exactPlaces = byName.get(base) ?? none;
    const like = byLetters.get(base.slice(0, 2)) ?? none;
    if (exactPlaces === none && like === none) return none;
    const folder = path.slice(0, slash + 1);
    const fits = ({ place }: KnownPlace): boolean => place.in === undefined || place.in.test(folder);
    const matches = [
      ...exactPlaces.filter(fits),
      ...like.filter((knownPlace) => (knownPlace.place.on as RegExp).test(base) && fits(knownPlace)),
    ];
    return matches.length === 0 ? none : matches;
  };
}

function indexed(programTable: readonly Program[]) {
  const byName = new Map<string, KnownPlace[]>();
  /** Patterns by the first two letters that they want. */
  const byLetters = new Map<string, KnownPlace[]>();
  for (const program of programTable)
    for (const place of program.places) {
      if (typeof place.on === "string") for (const name of place.on.split(" ")) note(byName, name, { program, place });
      else for (const letters of lettersOf(place.on)) note(byLetters, letters, { program, place });
    }
  return { byName, byLetters };
}

function note(table: Map<string, KnownPlace[]>, key: string, programPlace: KnownPlace): void {
  const list = table.get(key);
  if (list === undefined) table.set(key, [programPlace]);
  else list.push(programPlace);
}

/** Of `^lib...` its first two letters; `(?:lib)?py` begins with either. */
function lettersOf({ source }: RegExp): readonly string[] {
  const [, optional, plain] = /^\^(?:\(\?:([a-z-]{2,})\)\?)?([A-Za-z-]{2})/.exec(source) ?? [];
  if (plain === undefined) throw new Error(`${source} does not begin with two plain letters`);
  return optional === undefined ? [plain] : [optional.slice(0, 2), plain];
}

/** The programs that a file of this path may be of. */
export const placesOf = placeTable(() => programs);

/** Base names of files that need no execute bit. */
export const textNames: readonly string[] = [
  ...new Set(
    programs.flatMap(({ places }) =>
      places.flatMap((place) =>
        typeof place.on === "string" && ("text" in place || "path" in place) ? place.on.split(" ") : [],
      ),
    ),
  ),
].sort();
