import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";

/**
 * A program that Go built is found by its main module, and by its own text as what upstream calls it; .NET's frameworks by their package and
 * their folder. What both are said to have is one finding: the module's, with what the other adds.
 */
export function withoutSamePrograms(all: readonly Vulnerability[]): Vulnerability[] {
  const modules = new Map<string, Vulnerability>();
  for (const one of all)
    if (one.purl.startsWith("pkg:nuget/") || (one.purl.startsWith("pkg:golang/") && one.name !== "stdlib"))
      for (const id of [one.id, ...one.aliases]) modules.set(`${one.path}\n${id}`, one);
  if (modules.size === 0) return [...all];
  const aliases = new Map<Vulnerability, string[]>();
  const left = all.filter((one) => {
    if (!one.purl.startsWith("pkg:generic/")) return true;
    const same = [one.id, ...one.aliases]
      .map((id) => modules.get(`${one.path}\n${id}`))
      .find((found) => found !== undefined);
    if (same === undefined) return true;
    aliases.set(same, [...(aliases.get(same) ?? []), ...one.sources]);
    return false;
  });
  return left.map((one) => {
    const sources = aliases.get(one);
    return sources === undefined ? one : { ...one, sources: [...new Set([...one.sources, ...sources])].sort() };
  });
}
