import type { FactContent } from "../../domain/advisory/fact-content.ts";

/** The earlier facts, with updated ones of each feed. */
export function mergeFacts(earlier: FactContent | undefined, parts: readonly FactContent[]): FactContent {
  const newest = <Key extends "kev" | "epss" | "lifeCycles" | "support">(key: Key): FactContent[Key] =>
    parts.findLast((part) => part[key].length > 0)?.[key] ?? earlier?.[key] ?? ([] as FactContent[Key]);
  const sources = new Map((earlier?.sources ?? []).map((source) => [source.name, source]));
  for (const source of parts.flatMap((part) => part.sources)) sources.set(source.name, source);
  return {
    kev: newest("kev"),
    epss: newest("epss"),
    lifeCycles: newest("lifeCycles"),
    support: newest("support"),
    sources: [...sources.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
