import type { AdvisoriesInfo } from "../../domain/advisory/advisories-info.ts";
import type { AdvisoryShard, ReleaseCycle, SupportLimit } from "../../domain/advisory/advisory.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { Failure } from "../../domain/failure.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { shardAge } from "../../vulnerabilities/advisories/shard-age.ts";
import { matchPackages, type Matches } from "../../vulnerabilities/matching/match-packages.ts";
import { shardsFor } from "../../vulnerabilities/matching/shards-for.ts";
import { purlType } from "../../vulnerabilities/remediation/purl-type.ts";
import type { AdvisoryStore } from "../../sources/advisories/store/advisory-store.ts";
import type { Inventory } from "./inventory.ts";
import { feedTime } from "./feed-time.ts";
import { byKey } from "../../text/by-key.ts";

/** The advisories' results for an inventory. */
export interface AskedAdvisories {
  readonly vulnerabilities: readonly Vulnerability[];
  readonly info: AdvisoriesInfo;
  /** Limits of the result; sentences without their full stop. */
  readonly notes: readonly string[];
  readonly support: readonly SupportLimit[];
  readonly lifeCycles: readonly ReleaseCycle[];
  /** The advisories' statement on a vulnerability in a package that they did not report; a sentence without its full stop. */
  readonly said: Matches["said"];
  /** Whether the vendor states that a package does not have a vulnerability. */
  readonly denies: (found: PackageInfo, id: string) => boolean;
  /** Why nothing could be looked up for a package. */
  readonly gap: (found: PackageInfo) => string | undefined;
}

export interface AdvisoriesRequest {
  /** Absolute. */
  readonly folder: string | undefined;
  /** Named for this scan, so that it has to exist. */
  readonly named: boolean;
  /** ISO date: statements published later are left out. */
  readonly asOf: string | undefined;
  /** ISO date. */
  readonly today: string;
}

/**
 * Opens the shards that the inventory needs. `missing` has the reason why there are no advisories: unknown is not none. Throws `Failure`
 * (`no-advisories` for a named folder, `bad-advisories`, `unreadable`).
 */
export async function askAdvisories(
  { packages, os }: Pick<Inventory, "os" | "packages">,
  { folder, named, asOf, today }: AdvisoriesRequest,
): Promise<AskedAdvisories | { readonly missing: string }> {
  if (folder === undefined) return { missing: "no advisory store was named" };
  const { openStore } = await import("../../sources/advisories/store/open-store.ts");
  let store: AdvisoryStore;
  try {
    store = openStore(folder);
  } catch (error) {
    if (named || !(error instanceof Failure) || error.code !== "no-advisories") throw error;
    return { missing: "there are no advisories on this machine; `hullproof advisories update` downloads them" };
  }
  if (packages.length === 0) return { missing: noPackages };
  const shards = new Map<string, AdvisoryShard>();
  for (const name of shardsFor(packages, os).shards) {
    const shard = store.open(name);
    if (shard !== undefined) shards.set(name, shard);
  }
  const matches = matchPackages(packages, os, (name) => shards.get(name), {
    asOf,
    vulnerabilityFacts: store.vulnerabilityFacts(),
  });
  const opened = [...shards.values()];
  const unjudged = new Map(matches.unjudged.map((match) => [match.package, match.reason]));
  return {
    vulnerabilities: matches.vulnerabilities,
    info: infoOf(opened, [...gapsOf(matches.unjudged), ...systemGap(packages, os)].sort(), asOf),
    notes: [...matches.notes, ...outdatedShardNotes(opened, asOf ?? today, await checkedDaysOf(store))],
    support: store.support().filter(({ shard }) => shards.has(shard)),
    lifeCycles: store.lifeCycles(),
    said: matches.said,
    denies: ({ name, source }, id) =>
      opened.some((shard) =>
        [...new Set([name, source?.name ?? name])]
          .flatMap((covered) => shard.find(covered))
          .some(
            (statement) =>
              statement.state === "not-affected" &&
              [statement.id, ...statement.aliases, ...statement.covers].includes(id),
          ),
      ),
    gap: (candidate) => unjudged.get(candidate),
  };
}

const noPackages = "no packages were found in it, so there is nothing that advisories could be asked about";

/** A distribution without packages: its database may be missing, damaged or in an unknown format. */
function systemGap(packages: readonly PackageInfo[], { id, prettyName }: Inventory["os"]): string[] {
  if (id === undefined || packages.some(({ purl }) => /^pkg:(?:deb|rpm|apk|alpm)\//.test(purl))) return [];
  return [
    `vulnerabilities of the distribution's own packages: it is ${prettyName ?? id}, and none of its packages were found`,
  ];
}

function infoOf(
  shards: readonly AdvisoryShard[],
  gaps: AdvisoriesInfo["gaps"],
  asOf: string | undefined,
): AdvisoriesInfo {
  const shardSources = shards.flatMap((shard) => shard.sources.map((source) => ({ source, shard: shard.name })));
  const groups = [...Map.groupBy(shardSources, ({ source }) => source.name)].sort(byKey);
  const sources = groups.flatMap(([name, sameName]) => {
    const [first] = sameName;
    if (first === undefined) return [];
    const { license, attribution } = first.source;
    return [
      {
        name,
        license,
        ...(attribution !== undefined && { attribution }),
        // Of several shards the oldest date limits the result.
        date: sameName.reduce((oldest, { source }) => (source.date < oldest ? source.date : oldest), first.source.date),
        records: sameName.reduce((sum, { source }) => sum + source.records, 0),
        shards: sameName.map(({ shard }) => shard).sort(),
      },
    ];
  });
  const date = sources.map((source) => source.date).sort()[0];
  return { ...(date !== undefined && { date }), ...(asOf !== undefined && { asOf }), sources, gaps };
}

/** One sentence for each reason and kind of package. */
function gapsOf(unjudged: Matches["unjudged"]): string[] {
  const groups = Map.groupBy(
    unjudged,
    ({ package: library, reason }) => `${purlType(library.purl)}\n${isLibrary(library)}\n${reason}`,
  );
  return [...groups.values()]
    .flatMap((samePackages) => {
      const [first] = samePackages;
      if (first === undefined) return [];
      const type = purlType(first.package.purl);
      // No other part of the report lists programs: each is named with its version.
      const inFull = programTypeNames.has(type);
      const names = samePackages.map(({ package: { name, version } }) => (inFull ? `${name} ${version}`.trim() : name));
      const [singular, several] = isLibrary(first.package)
        ? ["library", "libraries"]
        : (programTypeNames.get(type) ?? [`${type} package`, `${type} packages`]);
      const shortNames = shortList([...new Set(names)].sort(), inFull ? maxPrograms : 3);
      return [
        `vulnerabilities of ${samePackages.length} ${samePackages.length === 1 ? singular : several} (${shortNames}): ${first.reason}`,
      ];
    })
    .sort();
}

/** Types of manually copied software, by purl: no other part of the report mentions it. */
const programTypeNames: ReadonlyMap<string, readonly [one: string, several: string]> = new Map([
  ["generic", ["program", "programs"]],
  ["bitnami", ["program", "programs"]],
  ["pecl", ["PHP extension", "PHP extensions"]],
  ["pear", ["PHP extension or PEAR package", "PHP extensions or PEAR packages"]],
  ["wordpress", ["WordPress extension", "WordPress extensions"]],
]);

/** Named by its file in a wheel, or compiled into a program. */
function isLibrary({ purl, identity }: PackageInfo): boolean {
  return ["file-name", "source-paths", "contained"].includes(identity?.by ?? "") && purlType(purl) === "generic";
}

/** A limit above any image's number, since the list comes from an image. */
const maxPrograms = 200;

function shortList(names: readonly string[], maxNames: number): string {
  return names.length > maxNames
    ? `${names.slice(0, maxNames).join(", ")} and ${names.length - maxNames} more`
    : names.join(", ");
}

/** Date of the last response of each shard's feed: an unchanged feed is not outdated. */
async function checkedDaysOf({ folder, shards }: AdvisoryStore): Promise<ReadonlyMap<string, string>> {
  const { readFeedNotes } = await import("../../sources/advisories/feed-state.ts");
  const { units } = await readFeedNotes(folder);
  return new Map(
    shards.flatMap(({ name, sha256 }) => {
      const checked = feedTime(units, name, sha256);
      return checked === undefined ? [] : [[name, checked] as const];
    }),
  );
}

function outdatedShardNotes(
  shards: readonly AdvisoryShard[],
  day: string,
  checkedDays: ReadonlyMap<string, string>,
): string[] {
  return shards.flatMap(({ name, sources }) => {
    const { old, ageDays, date } = shardAge(sources, checkedDays.get(name), day);
    if (!old) return [];
    return [
      `vulnerabilities that were published in the last ${ageDays} days: the advisories of ${name} are of ${date}; \`hullproof advisories update\` asks for newer ones`,
    ];
  });
}
