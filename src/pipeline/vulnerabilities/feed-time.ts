import { ownValue } from "../../domain/own-value.ts";
import type { FeedNotes } from "../../sources/advisories/feed-state.ts";

/**
 * ISO time of the last response of this file's feed; undefined where none was noted, as in a store compiled from files. The facts come from
 * several feeds, so the oldest time counts.
 */
export function feedTime(units: FeedNotes["units"], name: string, sha256: string): string | undefined {
  const times = Object.values(units)
    .filter(({ made }) => ownValue(made, name) === sha256)
    .map(({ checked }) => checked ?? "");
  return times.length === 0 || times.includes("") ? undefined : times.sort()[0];
}
