import { ownValue } from "../../../domain/own-value.ts";
import type { ShardName } from "../../../domain/advisory/advisory.ts";
import type { FeedState, FeedUnitState } from "../../../sources/advisories/feed-state.ts";
import type { Feed, FeedUnit } from "../../../sources/advisories/feed.ts";
import { feedMakes } from "../../../sources/advisories/feed.ts";

/** A part of a feed that an update requests. */
export interface PlannedUnit {
  /** Its key in the notes next to the store. */
  readonly key: string;
  readonly feed: Feed;
  /** Its shards are the ones to keep from its output; a name may end with `*`. */
  readonly unit: FeedUnit;
  /** Its notes, for messages. */
  readonly noted: FeedUnitState | undefined;
  /** The same notes while they match the store: without newer data, the files need no download. */
  readonly known: FeedUnitState | undefined;
}

export interface UpdatePlan {
  readonly units: readonly PlannedUnit[];
  /** Requested shards that no feed makes. */
  readonly without: readonly ShardName[];
}

interface Surroundings {
  readonly feeds: readonly Feed[];
  readonly state: FeedState;
  /** Shard, or `facts`, -> digest of its file in the store. */
  readonly stored: ReadonlyMap<ShardName, string>;
  readonly version: string;
}

/** Facts about vulnerabilities in any package: every scan needs them. */
export const factsName = "facts";

/**
 * The parts of feeds to fetch for these shards (`debian-13`, `debian-*`). A part whose file holds all releases of a distribution also renews
 * the releases that the store already has.
 */
export function planUnits(patterns: readonly string[], { feeds, state, stored, version }: Surroundings): UpdatePlan {
  const units: PlannedUnit[] = [];
  const served = new Set<string>();
  for (const feed of feeds) {
    const feedPatterns = patterns.filter((name) => feedMakes(feed, name));
    for (const name of feedPatterns) served.add(name);
    if (feed.makes === factsName) feedPatterns.push(factsName);
    if (feedPatterns.length === 0) continue;
    const storedShards = [...stored.keys()].filter((name) => feedMakes(feed, name));
    for (const unit of feed.units([...new Set([...feedPatterns, ...storedShards])].sort())) {
      // With one file per release, only requested releases are fetched.
      if (!unit.shards.some((name) => feedPatterns.includes(name))) continue;
      const key = unit.release === undefined ? feed.name : `${feed.name}/${unit.release}`;
      const noted = ownValue(state, key);
      const holds = noted !== undefined && noted.by === version && isStored(noted, feedPatterns, stored);
      units.push({ key, feed, unit, noted, known: holds ? noted : undefined });
    }
  }
  return { units, without: patterns.filter((name) => !served.has(name) && name !== factsName).sort() };
}

/** Whether the store still has exactly the output of this feed: nothing was built, copied or removed since, and no shard is missing. */
function isStored(
  { made }: FeedUnitState,
  patterns: readonly string[],
  stored: ReadonlyMap<ShardName, string>,
): boolean {
  const names = Object.keys(made);
  const wasMade = (name: string): boolean =>
    name.endsWith("*") ? names.some((shardName) => shardName.startsWith(name.slice(0, -1))) : Object.hasOwn(made, name);
  return patterns.every(wasMade) && names.every((name) => (stored.get(name) ?? "") === ownValue(made, name));
}
