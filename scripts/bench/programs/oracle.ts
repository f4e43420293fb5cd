import { coerce, compare, parse } from "semver";

interface RawRecord {
  readonly aliases?: readonly string[];
  readonly withdrawn?: string;
  readonly affected: readonly {
    readonly package: { readonly name: string };
    readonly ranges: readonly { readonly events: readonly Readonly<Record<string, string>>[] }[];
  }[];
}

/** CVEs that the raw records have for a version, by npm's own comparison: every record counts, whatever it is about. */
export function recordedCves(records: readonly RawRecord[], name: string, version: string): ReadonlySet<string> {
  const cves = new Set<string>();
  const own = semantic(version);
  if (own === undefined) return cves;
  for (const { affected, aliases = [], withdrawn } of records) {
    if (withdrawn !== undefined) continue;
    const isIn = affected.some(
      (one) => one.package.name === name && one.ranges.some(({ events }) => contains(events, own)),
    );
    if (isIn) for (const alias of aliases) if (alias.startsWith("CVE-")) cves.add(alias);
  }
  return cves;
}

function contains(events: readonly Readonly<Record<string, string>>[], version: string): boolean {
  const order = (bound: string): number => (bound === "0" ? 1 : compare(version, semantic(bound) ?? "0.0.0"));
  const sorted = events
    .flatMap((event) => Object.entries(event))
    .sort(([, a], [, b]) => (a === "0" ? -1 : b === "0" ? 1 : compare(semantic(a) ?? "0.0.0", semantic(b) ?? "0.0.0")));
  let affected = false;
  for (const [kind, bound] of sorted) {
    if (kind === "introduced" && order(bound) >= 0) affected = true;
    if (kind === "fixed" && order(bound) >= 0) affected = false;
    if (kind === "last_affected" && order(bound) > 0) affected = false;
  }
  return affected;
}

/** Three parts: the fourth of a JDK does not count here. */
function semantic(text: string): string | undefined {
  return (parse(text) ?? coerce(text))?.version;
}
