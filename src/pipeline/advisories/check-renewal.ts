import type { AdvisorySource, ShardName } from "../../domain/advisory/advisory.ts";
import { Failure } from "../../domain/failure.ts";

/** What a feed's new data is compared with. */
export interface StoredShard {
  readonly name: ShardName;
  readonly advisories: number;
  readonly sources: readonly AdvisorySource[];
}

/** Fewer advisories than this vary too much to tell anything by. */
const enough = 100;
/** Feeds grow; one that lost half of what it had was cut off somewhere on its way. */
const leastShare = 0.5;

/** Refuses data that would take back what is known. Throws `Failure` (`bad-advisories`). */
export function checkRenewal(title: string, fresh: StoredShard, before: StoredShard | undefined): void {
  if (before === undefined) return;
  for (const { name, date } of fresh.sources) {
    const known = before.sources.find((one) => one.name === name);
    if (known !== undefined && date < known.date) {
      throw refused(`${title} has data of ${date} for ${fresh.name}, which is older than what is here (${known.date})`);
    }
  }
  if (before.advisories >= enough && fresh.advisories < before.advisories * leastShare) {
    throw refused(
      `${title} has ${fresh.advisories} advisories for ${fresh.name}, where ${before.advisories} are here: it seems to be cut off`,
    );
  }
}

function refused(message: string): Failure {
  return new Failure("bad-advisories", `${message}.`, {
    hint: "Wait until the feed or its mirror is whole again, or take it all the same with --allow-older.",
  });
}
