import type { Advisory, AdvisorySource, ShardName, VersionScheme } from "../../domain/advisory/advisory.ts";
import { packageScheme, versionScheme } from "../version-scheme.ts";
import type { DebianLine } from "../../domain/advisory/debian-line.ts";
import type { FactContent } from "../../domain/advisory/fact-content.ts";
import type { SourceNote } from "../../domain/advisory/source-note.ts";
import type { Parsed, Statement } from "../../domain/advisory/statement.ts";
import type { ShardContent } from "../../domain/advisory/shard-content.ts";
import type { Compare } from "./cuts.ts";
import { reduceStatement } from "./reduce-statement.ts";
import { compareText } from "../../text/compare-text.ts";

/**
 * A record without a statement. `malformed` records are reported individually, intentionally skipped ones are counted
 * by reason.
 */
export interface Rejected {
  readonly what: string;
  readonly why: string;
}

export interface Collected {
  readonly shards: readonly ShardContent[];
  readonly facts: FactContent;
  readonly malformed: readonly Rejected[];
  readonly leftOut: ReadonlyMap<string, number>;
}

export interface Collection {
  /** `date`: of the file's data, ISO day. */
  add(parsed: Parsed, date: string): void;
  finish(): Collected;
}

interface Rules {
  readonly compare: (scheme: VersionScheme) => Compare;
  /** What Debian's lines mean for one release, by its codename. */
  readonly debian: (lines: readonly DebianLine[], codename: string) => readonly Advisory[];
  readonly debianReleases: readonly { readonly codename: string; readonly release: string }[];
  readonly notes: readonly SourceNote[];
  /** Requested shards; nothing is stored for others. */
  readonly keep: (shard: ShardName) => boolean;
}

/** Collects the statements of the feeds, shard by shard, each as short as possible. */
export function collection(rules: Rules): Collection {
  const shards = new Map<ShardName, Advisory[]>();
  const dates = new Map<string, string>();
  const lines: DebianLine[] = [];
  const malformed: Rejected[] = [];
  const leftOut = new Map<string, number>();
  const kev = new Map<string, FactContent["kev"][number]>();
  const epss = new Map<string, FactContent["epss"][number]>();
  const cycles = new Map<string, FactContent["lifeCycles"][number]>();
  const support = new Map<string, FactContent["support"][number]>();

  /** Records of the sources of facts. */
  const factCounts = new Map<string, number>();
  const noteDate = (source: string, date: string): void => {
    if (date > (dates.get(source) ?? "")) dates.set(source, date);
  };
  const seenFact = (source: string, date: string): void => {
    noteDate(source, date);
    factCounts.set(source, (factCounts.get(source) ?? 0) + 1);
  };
  const keep = (shard: ShardName, advisory: Advisory): void => {
    const shardAdvisories = shards.get(shard);
    if (shardAdvisories === undefined) shards.set(shard, [advisory]);
    else shardAdvisories.push(advisory);
  };
  const addStatement = (statement: Statement): void => {
    const { shard, advisory } = statement;
    if (!rules.keep(shard)) return;
    const scheme = packageScheme(shard, advisory.package);
    const reduced =
      scheme === undefined ? `${shard} has no order of versions` : reduceStatement(statement, rules.compare(scheme));
    if (typeof reduced === "string") malformed.push({ what: `${advisory.id} on ${advisory.package}`, why: reduced });
    else keep(shard, reduced);
  };

  return {
    add(parsed, date) {
      switch (parsed.kind) {
        case "statement":
          noteDate(parsed.advisory.source, date);
          return addStatement(parsed);
        case "debian-line":
          noteDate(
            `debian-${parsed.line.list === "cve" ? "tracker" : parsed.line.list === "changelog" ? "changelog" : "dsa"}`,
            date,
          );
          lines.push(parsed.line);
          return;
        case "kev": {
          seenFact("kev", date);
          const { kind: _, ...entry } = parsed;
          kev.set(entry.cve, entry);
          return;
        }
        case "epss": {
          seenFact("epss", date);
          const { kind: _, ...entry } = parsed;
          epss.set(entry.cve, entry);
          return;
        }
        case "life-cycle":
          seenFact(parsed.source, date);
          cycles.set(`${parsed.cycle.product} ${parsed.cycle.cycle}`, parsed.cycle);
          return;
        case "support":
          seenFact(parsed.source, date);
          support.set(`${parsed.limit.shard} ${parsed.limit.package}`, parsed.limit);
          return;
        case "malformed":
          malformed.push({ what: parsed.what, why: parsed.why });
          return;
        case "left-out":
          leftOut.set(parsed.why, (leftOut.get(parsed.why) ?? 0) + 1);
          return;
      }
    },
    finish() {
      // Lines without a release apply to all of them, but only lines with one create a shard.
      const codenames = new Set(lines.map((line) => line.release));
      for (const { codename, release } of rules.debianReleases) {
        if (!codenames.has(codename) || !rules.keep(`debian-${release}`)) continue;
        for (const advisory of rules.debian(lines, codename)) keep(`debian-${release}`, advisory);
      }
      const sourcesNamed = (names: ReadonlyMap<string, number>): AdvisorySource[] =>
        [...names].sort(byKey).map(([name, records]) => {
          const note = rules.notes.find((one) => one.name === name);
          return { license: "as its publisher says", ...note, name, date: dates.get(name) ?? "1970-01-01", records };
        });
      return {
        shards: [...shards].sort(byKey).map(([name, statements]) => {
          const advisories = inOrder(statements);
          return { name, scheme: versionScheme(name)!, sources: sourcesNamed(idsBySource(advisories)), advisories };
        }),
        facts: {
          kev: [...kev.values()].sort(byText(({ cve }) => cve)),
          epss: [...epss.values()].sort(byText(({ cve }) => cve)),
          lifeCycles: [...cycles].sort(byKey).map(([, cycle]) => cycle),
          support: [...support].sort(byKey).map(([, limit]) => limit),
          sources: sourcesNamed(factCounts),
        },
        malformed,
        leftOut,
      };
    },
  };
}

/** By package and id, then by all the rest; equal ones once. No text is kept for each: a distribution has hundreds of thousands. */
function inOrder(statements: readonly Advisory[]): Advisory[] {
  const text = (one: Advisory): string => JSON.stringify(Object.entries(one).sort(byKey));
  const sorted = [...statements].sort(
    (a, b) => compareText(a.package, b.package) || compareText(a.id, b.id) || compareText(text(a), text(b)),
  );
  return sorted.filter((advisory, i) => {
    const previous = sorted[i - 1];
    return previous?.package !== advisory.package || previous.id !== advisory.id || text(previous) !== text(advisory);
  });
}

/** Advisories, each counted once, by publisher. */
function idsBySource(advisories: readonly Advisory[]): Map<string, number> {
  const ids = new Map<string, Set<string>>();
  for (const { source, id } of advisories) {
    const sourceIds = ids.get(source) ?? new Set();
    ids.set(source, sourceIds.add(id));
  }
  return new Map([...ids].map(([source, set]) => [source, set.size]));
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return compareText(a[0], b[0]);
}

function byText<T>(text: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => compareText(text(a), text(b));
}
