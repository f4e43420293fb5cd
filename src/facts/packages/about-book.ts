import type { FoundPackage, PackageExtract } from "./ecosystem.ts";

type About = NonNullable<PackageExtract["about"]>[number];
export type PackageNotes = Pick<About, "owns" | "licenses">;

/** Facts from other files about an ecosystem's packages, joined by `key`, else by name. */
export interface AboutBook {
  of(found: FoundPackage): PackageNotes | undefined;
  /** Facts that no package has used. */
  rest(): PackageNotes[];
}

export function aboutBook(abouts: readonly About[]): AboutBook {
  const notesById = new Map<string, { owns?: readonly string[]; licenses?: readonly string[] }>();
  for (const { name, key, owns, licenses } of abouts) {
    const id = idOf(key, name);
    const entry = notesById.get(id) ?? {};
    if (owns !== undefined) entry.owns = entry.owns === undefined ? owns : [...entry.owns, ...owns];
    if (licenses !== undefined) entry.licenses = [...(entry.licenses ?? []), ...licenses];
    notesById.set(id, entry);
  }
  const names = new Set<string>();
  return {
    of({ name, key, qualifiers }) {
      if (notesById.size === 0) return undefined;
      const id = idOf(key, name);
      // dpkg names the files of a package that comes for several architectures `libc6:amd64`.
      const archId = `${id}:${qualifiers?.["arch"] ?? ""}`;
      names.add(id).add(archId);
      const plain = notesById.get(id);
      const exact = notesById.get(archId);
      return plain === undefined || exact === undefined ? (plain ?? exact) : { ...plain, ...exact };
    },
    rest: () => [...notesById].filter(([id]) => !names.has(id)).map(([, notes]) => notes),
  };
}

function idOf(key: string | undefined, name: string): string {
  return key === undefined ? name : `\n${key}`;
}
