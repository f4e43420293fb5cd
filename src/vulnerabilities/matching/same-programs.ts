import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";

/**
 * A Go program is detected by its main module, and by its text under the upstream name; .NET's frameworks by their
 * package and their folder. A vulnerability of both is one finding: the module's, with the sources of the other.
 */
export function withoutSamePrograms(vulnerabilityList: readonly Vulnerability[]): Vulnerability[] {
  const modules = new Map<string, Vulnerability>();
  for (const vulnerability of vulnerabilityList)
    if (
      vulnerability.purl.startsWith("pkg:nuget/") ||
      (vulnerability.purl.startsWith("pkg:golang/") && vulnerability.name !== "stdlib")
    )
      for (const id of [vulnerability.id, ...vulnerability.aliases])
        modules.set(`${vulnerability.path}\n${id}`, vulnerability);
  if (modules.size === 0) return [...vulnerabilityList];
  const aliases = new Map<Vulnerability, string[]>();
  const remaining = vulnerabilityList.filter((vulnerability) => {
    if (!vulnerability.purl.startsWith("pkg:generic/")) return true;
    const sameProgram = [vulnerability.id, ...vulnerability.aliases]
      .map((id) => modules.get(`${vulnerability.path}\n${id}`))
      .find((found) => found !== undefined);
    if (sameProgram === undefined) return true;
    aliases.set(sameProgram, [...(aliases.get(sameProgram) ?? []), ...vulnerability.sources]);
    return false;
  });
  return remaining.map((vulnerability) => {
    const sources = aliases.get(vulnerability);
    return sources === undefined
      ? vulnerability
      : { ...vulnerability, sources: [...new Set([...vulnerability.sources, ...sources])].sort() };
  });
}
