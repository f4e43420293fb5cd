import type { Dialect } from "../domain/container/container-spec.ts";

/** Tools, or the part of their checks, that read one dialect alone. */
const readers: readonly (readonly [prefix: string, dialect: Dialect])[] = [
  ["compose-lint/", "compose"],
  ["dclint/", "compose"],
  ["kics/", "compose"],
];

/** Of the ids of a finding about how a container is run, those of tools that don't read what says it. */
export function foreignTo(ids: readonly string[], dialects: readonly Dialect[] | undefined): readonly string[] {
  if (dialects === undefined) return [];
  return ids.filter((id) => readers.some(([prefix, dialect]) => id.startsWith(prefix) && !dialects.includes(dialect)));
}
