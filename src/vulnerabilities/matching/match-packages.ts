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
  type AdvisoryJudgement,
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
  /** ISO date: excludes advisories published later, and CVE ids of later years. */
  readonly asOf?: string | undefined;
  readonly vulnerabilityFacts?: VulnerabilityFacts | undefined;
}

export interface Matches {
  /** By name, id, purl and path. */
  readonly vulnerabilities: readonly Vulnerability[];
  /** Packages without a verdict, with the reason in lower case. */
  readonly unjudged: readonly { readonly package: PackageInfo; readonly reason: string }[];
  /** Limits of the result; sentences without their full stop. */
  readonly notes: readonly string[];
  /** Why a vulnerability is not reported for a package or source package, by the statements. Undefined without any. */
  readonly said: (packageName: string, id: string) => string | undefined;
}

/** Judgement of one lookup's statements, shared by all packages with that lookup. */
interface LookupJudgement {
  /** Where there is an outcome, the best name is the first. */
  readonly groups: readonly (VulnerabilityGroup & { readonly outcome: Outcome | undefined })[];
}

/**
 * Compares packages with opened shards (from `shardsFor`). One vulnerability in one package is one finding, for any
 * number of statements. `shard`: undefined for one that the store lacks. Throws the errors of the shards.
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

  for (const packageInfo of packages) {
    const lookups = lookupsOf(packageInfo, os);
    if (typeof lookups === "string") {
      unjudged.push({ package: packageInfo, reason: lookups });
      continue;
    }
    const owner = ownerOf(packageInfo);
    if (owner !== undefined) {
      owned++;
      continue;
    }
    const usable = lookups.filter((lookup) => {
      const openShard = shard(lookup.shard);
      if (openShard !== undefined) opened.set(lookup.shard, openShard);
      return openShard !== undefined;
    });
    if (usable.length === 0) {
      const names = lookups.map((lookup) => lookup.shard).join(", ");
      unjudged.push({ package: packageInfo, reason: `the store has no advisories for ${names}` });
      continue;
    }
    const queries = usable.flatMap((one) => withNames(packageInfo, one) ?? []);
    const [lookup] = queries;
    if (lookup === undefined || isGone(queries, shard)) {
      unjudged.push({ package: packageInfo, reason: withdrawnNote });
      continue;
    }
    if (isUnheardOf(queries, shard)) {
      unjudged.push({ package: packageInfo, reason: unheardOf });
      continue;
    }
    const packageVulnerabilities = judgedOf(queries).groups.flatMap(({ ids, outcome }) =>
      outcome === undefined ? [] : vulnerabilityOf(packageInfo, lookup, ids, outcome, options.vulnerabilityFacts),
    );
    vulnerabilities.push(...packageVulnerabilities);
    if (packageVulnerabilities.length === 0 && isOfBitnami(queries))
      quiet.add(`${packageInfo.name} ${packageInfo.version}`);
  }
  /** The actual lookup; undefined if the store lacks its shard. */
  function withNames(packageInfo: PackageInfo, lookup: Lookup): Lookup | undefined {
    const openShard = shard(lookup.shard);
    if (openShard === undefined) return undefined;
    const inferred = namesOf(packageInfo, lookup, openShard);
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
): (lookups: readonly Lookup[]) => LookupJudgement {
  const judgments = new Map<string, LookupJudgement>();
  const advisoriesByKey = new Map<string, readonly Advisory[]>();
  const find = (name: ShardName, key: string): readonly Advisory[] => {
    const cacheKey = `${name} ${key}`;
    const cached = advisoriesByKey.get(cacheKey);
    if (cached !== undefined) return cached;
    const advisories = shard(name)?.find(key) ?? [];
    advisoriesByKey.set(cacheKey, advisories);
    return advisories;
  };
  return (lookups) => {
    const key = JSON.stringify(lookups);
    const cachedJudgement = judgments.get(key);
    if (cachedJudgement !== undefined) return cachedJudgement;
    // One vulnerability is one finding, whichever feeds know it.
    const judgements = lookups.flatMap((lookup) => {
      const shardJudgements = lookup.names.flatMap((name) => saidOf(find(lookup.shard, name), lookup, asOf));
      return withoutOtherBuilds(shardJudgements, lookup.version);
    });
    const order = lookups[0] && orderFor(lookups[0]);
    const groups = vulnerabilityGroups(judgements).map((group) => {
      const outcome = order && outcomeOf(group.said, order);
      return { ...group, outcome, ids: outcome === undefined ? group.ids : sortedIds(group.ids) };
    });
    const judgement = { groups };
    judgments.set(key, judgement);
    return judgement;
  };
}

function orderFor({ shard, names }: Lookup): VersionOrder | undefined {
  const scheme = packageScheme(shard, names[0] ?? "");
  return scheme && orderOf(scheme);
}

function saidOf(advisories: readonly Advisory[], lookup: Lookup, asOf: string | undefined): AdvisoryJudgement[] {
  const order = orderFor(lookup);
  if (order === undefined) return [];
  return advisories.flatMap((advisory) => {
    const stream = streamFit(advisory, lookup);
    if (stream === "other" || !isSameArchitecture(advisory, lookup)) return [];
    if (asOf !== undefined && advisory.published !== undefined && advisory.published.slice(0, 10) > asOf) return [];
    const ownVerdict = affects(advisory, lookup.version, order);
    const verdict =
      stream === "unclear" && ownVerdict.kind !== "safe"
        ? ({ kind: "unknown", why: `which stream of the module is meant is not told: ${ownVerdict.why}` } as const)
        : ownVerdict;
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
  judgedOf: (lookups: readonly Lookup[]) => LookupJudgement,
  withNames: (found: PackageInfo, lookup: Lookup) => Lookup | undefined,
): Matches["said"] {
  return (name, id) => {
    for (const packageInfo of packages) {
      if (packageInfo.name !== name && packageInfo.source?.name !== name) continue;
      const lookups = lookupsOf(packageInfo, os);
      if (typeof lookups === "string") return lookups;
      const owner = ownerOf(packageInfo);
      if (owner !== undefined) return `it is part of the distribution's package ${owner.name}, whose advisories count`;
      const group = judgedOf(lookups.flatMap((lookup) => withNames(packageInfo, lookup) ?? [])).groups.find(({ ids }) =>
        ids.includes(id),
      );
      const [judgement] = group?.said ?? [];
      if (judgement !== undefined)
        return `${judgement.advisory.id} of ${judgement.advisory.source} says: ${judgement.verdict.why}`;
    }
    return undefined;
  };
}

const withdrawnNote = "they are not, or no longer, maintained in Bitnami's records";

/** A component that its feed dropped is deleted there, so silence about it means nothing. */
function isGone(lookups: readonly Lookup[], shard: (name: ShardName) => AdvisoryShard | undefined): boolean {
  return lookups.every(
    (lookup) => lookup.shard === "bitnami" && lookup.names.every((name) => shard("bitnami")?.find(name).length === 0),
  );
}

const unheardOf = "no record of the store is about them";

/** Only some feeds cover some runtimes, and the store may lack them. */
function isUnheardOf(lookups: readonly Lookup[], shard: (name: ShardName) => AdvisoryShard | undefined): boolean {
  return lookups.every(
    (lookup) => lookup.shard === "runtimes" && lookup.names.every((name) => shard("runtimes")?.find(name).length === 0),
  );
}

function distinct(vulnerabilities: readonly Vulnerability[]): Vulnerability[] {
  const uniqueVulnerabilities = new Map<string, Vulnerability>();
  for (const vulnerability of vulnerabilities) {
    const key = [vulnerability.name, vulnerability.id, vulnerability.purl, vulnerability.path].join("\n");
    if (!uniqueVulnerabilities.has(key)) uniqueVulnerabilities.set(key, vulnerability);
  }
  return [...uniqueVulnerabilities].sort(byKey).map(([, one]) => one);
}
