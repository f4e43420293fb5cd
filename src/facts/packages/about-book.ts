import type { FoundPackage, PackageExtract } from "./ecosystem.ts";

type About = NonNullable<PackageExtract["about"]>[number];
export type Known = Pick<About, "owns" | "licences">;

/** What other files say about an ecosystem's packages, joined by `key`, else by name. */
export interface AboutBook {
  of(found: FoundPackage): Known | undefined;
  /** What no package has asked for yet. */
  rest(): Known[];
}

export function aboutBook(abouts: readonly About[]): AboutBook {
  const known = new Map<string, { owns?: readonly string[]; licences?: readonly string[] }>();
  for (const { name, key, owns, licences } of abouts) {
    const id = idOf(key, name);
    const entry = known.get(id) ?? {};
    if (owns !== undefined) entry.owns = entry.owns === undefined ? owns : [...entry.owns, ...owns];
    if (licences !== undefined) entry.licences = [...(entry.licences ?? []), ...licences];
    known.set(id, entry);
  }
  const names = new Set<string>();
  return {
    of({ name, key, qualifiers }) {
      if (known.size === 0) return undefined;
      const id = idOf(key, name);
      // dpkg names the files of a package that comes for several architectures `libc6:amd64`.
      const archId = `${id}:${qualifiers?.["arch"] ?? ""}`;
      names.add(id).add(archId);
      const plain = known.get(id);
      const exact = known.get(archId);
      return plain === undefined || exact === undefined ? (plain ?? exact) : { ...plain, ...exact };
    },
    rest: () => [...known].filter(([id]) => !names.has(id)).map(([, one]) => one),
  };
}

function idOf(key: string | undefined, name: string): string {
  return key === undefined ? name : `\n${key}`;
}
