import { ownValue } from "../../domain/own-value.ts";
import type { FeedNotes } from "../../sources/advisories/feed-state.ts";

/**
 * ISO time at which the feed of this very file last answered; undefined where no one noted it, as in a store that was compiled from files. The facts are
 * of several feeds: the one that was asked longest ago counts.
 */
export function checkedOf(units: FeedNotes["units"], name: string, sha256: string): string | undefined {
  const times = Object.values(units)
    .filter(({ made }) => ownValue(made, name) === sha256)
    .map(({ checked }) => checked ?? "");
  return times.length === 0 || times.includes("") ? undefined : times.sort()[0];
}
