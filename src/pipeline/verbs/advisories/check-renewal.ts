import type { AdvisorySource, ShardName } from "../../../domain/advisory/advisory.ts";
import { Failure } from "../../../domain/failure.ts";

/** The part of a shard that new data of its feed is compared with. */
export interface StoredShard {
  readonly name: ShardName;
  readonly advisories: number;
  readonly sources: readonly AdvisorySource[];
}

/** Smaller shards vary too much for a comparison. */
const minComparable = 100;
/** Feeds grow; one that lost half of its advisories was truncated. */
const minShare = 0.5;

/** Refuses data that would lose known advisories. Throws `Failure` (`bad-advisories`). */
export function checkRenewal(title: string, fresh: StoredShard, stored: StoredShard | undefined): void {
  if (stored === undefined) return;
  for (const { name, date } of fresh.sources) {
    const storedSource = stored.sources.find((source) => source.name === name);
    if (storedSource !== undefined && date < storedSource.date) {
      throw renewalFailure(
        `${title} has data of ${date} for ${fresh.name}, which is older than what is here (${storedSource.date})`,
      );
    }
  }
  if (stored.advisories >= minComparable && fresh.advisories < stored.advisories * minShare) {
    throw renewalFailure(
      `${title} has ${fresh.advisories} advisories for ${fresh.name}, where ${stored.advisories} are here: it seems to be cut off`,
    );
  }
}

function renewalFailure(message: string): Failure {
  return new Failure("bad-advisories", `${message}.`, {
    hint: "Wait until the feed or its mirror is whole again, or take it all the same with --allow-older.",
  });
}
