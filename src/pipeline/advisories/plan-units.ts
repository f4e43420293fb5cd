import { ownValue } from "../../domain/own-value.ts";
import type { ShardName } from "../../domain/advisory/advisory.ts";
import type { FeedState, FeedUnitState } from "../../sources/advisories/feed-state.ts";
import type { Feed, FeedUnit } from "../../sources/advisories/feed.ts";
import { feedMakes } from "../../sources/advisories/feed.ts";

/** A part of a feed that an update asks for. */
export interface PlannedUnit {
  /** As it is called in the notes beside the store. */
  readonly key: string;
  readonly feed: Feed;
  /** Its shards are those to keep of what it makes; a name may end with `*`. */
  readonly unit: FeedUnit;
  /** What was noted of it, for messages. */
  readonly noted: FeedUnitState | undefined;
  /** The same, where it still holds: its files need not come again when nothing is newer. */
  readonly known: FeedUnitState | undefined;
}

export interface UpdatePlan {
  readonly units: readonly PlannedUnit[];
  /** Wanted shards that no feed makes. */
  readonly without: readonly ShardName[];
}

interface Surroundings {
  readonly feeds: readonly Feed[];
  readonly state: FeedState;
  /** Shard, or `facts`, -> digest of its file in the store. */
  readonly stored: ReadonlyMap<ShardName, string>;
  readonly version: string;
}

/** What is known of vulnerabilities whatever package has them: every scan needs it. */
export const factsName = "facts";

/**
 * The parts of feeds to fetch for these shards (`debian-13`, `debian-*`). One whose file holds all releases of a distribution also renews those
 * that are in the store already.
 */
export function planUnits(wanted: readonly string[], { feeds, state, stored, version }: Surroundings): UpdatePlan {
  const units: PlannedUnit[] = [];
  const served = new Set<string>();
  for (const feed of feeds) {
    const asked = wanted.filter((name) => feedMakes(feed, name));
    for (const name of asked) served.add(name);
    if (feed.makes === factsName) asked.push(factsName);
    if (asked.length === 0) continue;
    const others = [...stored.keys()].filter((name) => feedMakes(feed, name));
    for (const unit of feed.units([...new Set([...asked, ...others])].sort())) {
      // Where each release has its own file, only those that are wanted are asked for.
      if (!unit.shards.some((name) => asked.includes(name))) continue;
      const key = unit.release === undefined ? feed.name : `${feed.name}/${unit.release}`;
      const noted = ownValue(state, key);
      const holds = noted !== undefined && noted.by === version && isStored(noted, asked, stored);
      units.push({ key, feed, unit, noted, known: holds ? noted : undefined });
    }
  }
  return { units, without: wanted.filter((name) => !served.has(name) && name !== factsName).sort() };
}

/** Whether what was made of a feed is what the store has: no one built, copied or removed something meanwhile, and nothing is missing. */
function isStored({ made }: FeedUnitState, asked: readonly string[], stored: ReadonlyMap<ShardName, string>): boolean {
  const names = Object.keys(made);
  const there = (name: string): boolean =>
    name.endsWith("*") ? names.some((one) => one.startsWith(name.slice(0, -1))) : Object.hasOwn(made, name);
  return asked.every(there) && names.every((name) => (stored.get(name) ?? "") === ownValue(made, name));
}
