import type { Advisory, ShardName } from "../../domain/advisory/advisory.ts";
import type { Verdict } from "./affects.ts";

/** What one statement says of one package, as one vulnerability. */
export interface Said {
  readonly advisory: Advisory;
  readonly verdict: Verdict;
  /** Names of the vulnerability by this statement. */
  readonly ids: readonly string[];
  /** Where it stands; absent where all that is said is of one shard. */
  readonly shard?: ShardName;
}

/** Statements about one and the same vulnerability, with all its names. */
export interface FlawGroup {
  readonly ids: readonly string[];
  readonly said: readonly Said[];
}

/** An advisory that bundles vulnerabilities says the same of each; its own id is none of their names. */
export function flawsOf(advisory: Advisory): readonly (readonly string[])[] {
  return advisory.covers.length > 0 ? advisory.covers.map((id) => [id]) : [[advisory.id, ...advisory.aliases]];
}

/** Statements with a name in common speak of one vulnerability, and so do those that a third one joins. */
export function flawGroups(said: readonly Said[]): readonly FlawGroup[] {
  const parents = new Map<string, string>();
  const root = (id: string): string => {
    let top = id;
    for (let next = parents.get(top); next !== undefined; next = parents.get(top)) top = next;
    // Shortened, so that long chains are walked once.
    for (let at = id; at !== top;) {
      const next = parents.get(at) ?? top;
      parents.set(at, top);
      at = next;
    }
    return top;
  };
  for (const { ids } of said) {
    const first = root(ids[0] ?? "");
    for (const id of ids.slice(1)) {
      const other = root(id);
      if (other !== first) parents.set(other, first);
    }
  }
  const groups = Map.groupBy(said, ({ ids }) => root(ids[0] ?? ""));
  return [...groups.values()].map((members) => ({
    ids: members.length === 1 ? (members[0]?.ids ?? []) : [...new Set(members.flatMap(({ ids }) => ids))],
    said: members,
  }));
}

const kinds = [/^CVE-/, /^GHSA-/, /^(?:PYSEC|GO|RUSTSEC)-/, /./];

/** CVE ids first, older ones before newer; then the reviewed databases' own. */
export function byName(a: string, b: string): number {
  const rank = (id: string) => kinds.findIndex((kind) => kind.test(id));
  const number = (id: string) => id.replaceAll(/[0-9]+/g, (digits) => digits.padStart(9, "0"));
  return rank(a) - rank(b) || (number(a) < number(b) ? -1 : number(a) > number(b) ? 1 : 0);
}
