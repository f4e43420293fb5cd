import type { Ecosystem, FoundPackage, PackageExtract } from "./ecosystem.ts";

type About = NonNullable<PackageExtract["about"]>[number];
type Known = Pick<About, "owns" | "licences">;

/** What other files tell of packages, joined by `key`, else by name. */
export interface AboutBook {
  add(ecosystem: Ecosystem, about: About): void;
  /** What no package has asked for yet, of one ecosystem. */
  rest(ecosystem: Ecosystem): Known[];
  of(package_: { readonly ecosystem: Ecosystem; readonly found: FoundPackage }): Known | undefined;
}

export function aboutBook(): AboutBook {
  const known = new Map<string, { owns?: readonly string[]; licences?: readonly string[] }>();
  const asked = new Set<string>();
  return {
    add({ type }, { name, key, owns, licences }) {
      const id = idOf(type, key, name);
      const entry = known.get(id) ?? {};
      if (owns !== undefined) entry.owns = entry.owns === undefined ? owns : [...entry.owns, ...owns];
      if (licences !== undefined) entry.licences = [...(entry.licences ?? []), ...licences];
      known.set(id, entry);
    },
    rest({ type }) {
      return [...known].filter(([id]) => id.startsWith(`${type}\n`) && !asked.has(id)).map(([, one]) => one);
    },
    of({ ecosystem: { type }, found: { name, key, qualifiers } }) {
      const id = idOf(type, key, name);
      // dpkg names the files of a package that comes for several architectures `libc6:amd64`.
      const archId = `${id}:${qualifiers?.["arch"] ?? ""}`;
      asked.add(id).add(archId);
      const plain = known.get(id);
      const exact = known.get(archId);
      return plain === undefined || exact === undefined ? (plain ?? exact) : { ...plain, ...exact };
    },
  };
}

function idOf(type: string, key: string | undefined, name: string): string {
  return key === undefined ? `${type}\n${name}` : `${type}\n\n${key}`;
}
