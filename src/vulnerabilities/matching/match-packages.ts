import type { Advisory, AdvisoryShard, VulnerabilityFacts, ShardName } from "../../domain/advisory/advisory.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { packageScheme } from "../version-scheme.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { orderOf } from "../../versions/order-of.ts";
import type { VersionOrder } from "../../versions/version-order.ts";
import { affects } from "./affects.ts";
import {
  sortedIds,
  vulnerabilityGroups,
  vulnerabilitiesOf,
  type VulnerabilityGroup,
  type Said,
} from "./vulnerability-groups.ts";
import { identityLimits } from "./identity-limits.ts";
import { inferredNames } from "./inferred-names.ts";
import { lookupsOf } from "./lookups.ts";
import type { Lookup } from "./lookup.ts";
import { isSameArchitecture, streamFit, withoutOtherBuilds } from "./modules.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { ownerFinder } from "./owned.ts";
import { isOfBitnami } from "./program-lookups.ts";
import { withoutSamePrograms } from "./same-programs.ts";
import { shardLimits } from "./shard-limits.ts";
import { vulnerabilityOf } from "./vulnerability-of.ts";
import { byKey } from "../../text/by-key.ts";

export interface MatchOptions {
  /** ISO date: what was published later is left out, and so are CVE ids of later years. */
  readonly asOf?: string | undefined;
  readonly flaws?: VulnerabilityFacts | undefined;
}

export interface Matches {
  /** By name, id, purl and path. */
  readonly vulnerabilities: readonly Vulnerability[];
  /** Packages that no one could judge, with why: starts small. */
  readonly unjudged: readonly { readonly package: PackageInfo; readonly reason: string }[];
  /** What limits the answer; sentences without their full stop. */
  readonly notes: readonly string[];
  /** Why a vulnerability is not reported of a package or source package: what the statements say. Undefined: they do not know it. */
  readonly said: (packageName: string, id: string) => string | undefined;
}

/** What one lookup's statements say, once for all packages that share it. */
interface Judged {
  /** Where there is an outcome, the best name is the first. */
  readonly groups: readonly (VulnerabilityGroup & { readonly outcome: Outcome | undefined })[];
}

/**
 * Compares packages with opened shards (`shardsFor` says which). One vulnerability in one package is one finding, whatever number of
 * statements speak of it. `shard`: undefined for one that the store does not have. Throws what the shards throw.
 */
export function matchPackages(
  packages: readonly PackageInfo[],
  os: ImageInfo["os"],
  shard: (name: ShardName) => AdvisoryShard | undefined,
  options: MatchOptions = {},
): Matches {
  const vulnerabilities: Vulnerability[] = [];
  const unjudged: { package: PackageInfo; reason: string }[] = [];
  const ownerOf = ownerFinder(packages);
  const judgedOf = judge(shard, options);
  const namesOf = inferredNames();
  const opened = new Map<ShardName, AdvisoryShard>();
  let owned = 0;
  const quiet = new Set<string>();

  for (const found of packages) {
    const lookups = lookupsOf(found, os);
    if (typeof lookups === "string") {
      unjudged.push({ package: found, reason: lookups });
      continue;
    }
    const owner = ownerOf(found);
    if (owner !== undefined) {
      owned++;
      continue;
    }
    const usable = lookups.filter((lookup) => {
      const one = shard(lookup.shard);
      if (one !== undefined) opened.set(lookup.shard, one);
      return one !== undefined;
    });
    if (usable.length === 0) {
      const names = lookups.map((lookup) => lookup.shard).join(", ");
      unjudged.push({ package: found, reason: `the store has no advisories for ${names}` });
      continue;
    }
    const queries = usable.flatMap((one) => withNames(found, one) ?? []);
    const [lookup] = queries;
    if (lookup === undefined || isGone(queries, shard)) {
      unjudged.push({ package: found, reason: gone });
      continue;
    }
    if (isUnheardOf(queries, shard)) {
      unjudged.push({ package: found, reason: unheardOf });
      continue;
    }
    const own = judgedOf(queries).groups.flatMap(({ ids, outcome }) =>
      outcome === undefined ? [] : vulnerabilityOf(found, lookup, ids, outcome, options.flaws),
    );
    vulnerabilities.push(...own);
    if (own.length === 0 && isOfBitnami(queries)) quiet.add(`${found.name} ${found.version}`);
  }
  /** As it is asked; undefined where the store cannot be. */
  function withNames(found: PackageInfo, lookup: Lookup): Lookup | undefined {
    const one = shard(lookup.shard);
    if (one === undefined) return undefined;
    const inferred = namesOf(found, lookup, one);
    return inferred === undefined ? lookup : { ...lookup, names: inferred.names, inferred };
  }
  return {
    vulnerabilities: withoutSamePrograms(distinct(vulnerabilities)),
    unjudged,
    notes: [
      ...[...opened.values()].flatMap(shardLimits).sort(),
      ...identityLimits(packages),
      ...(quiet.size === 0
        ? []
        : [
            `programs with no known vulnerability since 2020 in Bitnami's records, which list none before: ${[...quiet].sort().join(", ")}`,
          ]),
      ...(owned === 0
        ? []
        : [`packages of languages that are part of the distribution's packages: ${owned}, judged by its advisories`]),
    ],
    said: sayer(packages, os, ownerOf, judgedOf, withNames),
  };
}

function judge(
  shard: (name: ShardName) => AdvisoryShard | undefined,
  { asOf }: MatchOptions,
): (lookups: readonly Lookup[]) => Judged {
  const judgments = new Map<string, Judged>();
  const found = new Map<string, readonly Advisory[]>();
  const find = (name: ShardName, key: string): readonly Advisory[] => {
    const at = `${name} ${key}`;
    const before = found.get(at);
    if (before !== undefined) return before;
    const advisories = shard(name)?.find(key) ?? [];
    found.set(at, advisories);
    return advisories;
  };
  return (lookups) => {
    const key = JSON.stringify(lookups);
    const before = judgments.get(key);
    if (before !== undefined) return before;
    // One vulnerability is one finding, whichever feeds know it.
    const said = lookups.flatMap((lookup) => {
      const own = lookup.names.flatMap((name) => saidOf(find(lookup.shard, name), lookup, asOf));
      return withoutOtherBuilds(own, lookup.version);
    });
    const order = lookups[0] && orderFor(lookups[0]);
    const groups = vulnerabilityGroups(said).map((group) => {
      const outcome = order && outcomeOf(group.said, order);
      return { ...group, outcome, ids: outcome === undefined ? group.ids : sortedIds(group.ids) };
    });
    const judged = { groups };
    judgments.set(key, judged);
    return judged;
  };
}

function orderFor({ shard, names }: Lookup): VersionOrder | undefined {
  const scheme = packageScheme(shard, names[0] ?? "");
  return scheme && orderOf(scheme);
}

function saidOf(advisories: readonly Advisory[], lookup: Lookup, asOf: string | undefined): Said[] {
  const order = orderFor(lookup);
  if (order === undefined) return [];
  return advisories.flatMap((advisory) => {
    const stream = streamFit(advisory, lookup);
    if (stream === "other" || !isSameArchitecture(advisory, lookup)) return [];
    if (asOf !== undefined && advisory.published !== undefined && advisory.published.slice(0, 10) > asOf) return [];
    const own = affects(advisory, lookup.version, order);
    const verdict =
      stream === "unclear" && own.kind !== "safe"
        ? ({ kind: "unknown", why: `which stream of the module is meant is not told: ${own.why}` } as const)
        : own;
    return vulnerabilitiesOf(advisory).flatMap((ids) =>
      asOf !== undefined && ids.every((id) => isLater(id, asOf))
        ? []
        : [{ advisory, verdict, ids, shard: lookup.shard }],
    );
  });
}

/** A CVE id's year is that of its reservation, which is never after its publication. */
function isLater(id: string, asOf: string): boolean {
  const year = /^CVE-(\d{4})-/.exec(id)?.[1];
  return year !== undefined && year > asOf.slice(0, 4);
}

function sayer(
  packages: readonly PackageInfo[],
  os: ImageInfo["os"],
  ownerOf: (found: PackageInfo) => PackageInfo | undefined,
  judgedOf: (lookups: readonly Lookup[]) => Judged,
  withNames: (found: PackageInfo, lookup: Lookup) => Lookup | undefined,
): Matches["said"] {
  return (name, id) => {
    for (const found of packages) {
      if (found.name !== name && found.source?.name !== name) continue;
      const lookups = lookupsOf(found, os);
      if (typeof lookups === "string") return lookups;
      const owner = ownerOf(found);
      if (owner !== undefined) return `it is part of the distribution's package ${owner.name}, whose advisories count`;
      const group = judgedOf(lookups.flatMap((one) => withNames(found, one) ?? [])).groups.find(({ ids }) =>
        ids.includes(id),
      );
      const [one] = group?.said ?? [];
      if (one !== undefined) return `${one.advisory.id} of ${one.advisory.source} says: ${one.verdict.why}`;
    }
    return undefined;
  };
}

const gone = "they are not, or no longer, maintained in Bitnami's records";

/** A component that its feed gave up is deleted there: silence about it is none of its own. */
function isGone(lookups: readonly Lookup[], shard: (name: ShardName) => AdvisoryShard | undefined): boolean {
  return lookups.every(
    (lookup) => lookup.shard === "bitnami" && lookup.names.every((name) => shard("bitnami")?.find(name).length === 0),
  );
}

const unheardOf = "no record of the store is about them";

/** Of some runtimes only some feeds tell, which may not be in the store. */
function isUnheardOf(lookups: readonly Lookup[], shard: (name: ShardName) => AdvisoryShard | undefined): boolean {
  return lookups.every(
    (lookup) => lookup.shard === "runtimes" && lookup.names.every((name) => shard("runtimes")?.find(name).length === 0),
  );
}

function distinct(vulnerabilities: readonly Vulnerability[]): Vulnerability[] {
  const once = new Map<string, Vulnerability>();
  for (const one of vulnerabilities) {
    const key = [one.name, one.id, one.purl, one.path].join("\n");
    if (!once.has(key)) once.set(key, one);
  }
  return [...once].sort(byKey).map(([, one]) => one);
}
