import type { AdvisorySource, ShardName } from "./advisory.ts";

/** One shard of the store, or the file with facts of vulnerabilities and releases. */
export interface ShardReport {
  readonly name: ShardName;
  readonly bytes: number;
  readonly packages: number;
  readonly advisories: number;
  readonly sources: readonly AdvisorySource[];
  /** ISO date of its oldest source. */
  readonly date: string;
  /** ISO date and time, UTC, of the last successful request of its feed; absent: it was built or copied. */
  readonly checked?: string;
  /** Days since its data was known to be current: the later of `date` and `checked`. */
  readonly ageDays: number;
  /** So old that vulnerabilities of the days since may be missing from it. */
  readonly old: boolean;
}

/**
 * `updated`: new data is in the store. `unchanged`: the feed has nothing newer. `kept`: no usable response; the old data stays.
 * `missing`: no usable response, and no data in the store. `planned`: a request would be sent. `not-asked`: information only.
 */
export const feedOutcomes = ["updated", "unchanged", "kept", "missing", "planned", "not-asked"] as const;
export type FeedOutcome = (typeof feedOutcomes)[number];

export interface FeedProblem {
  /** ISO date and time, UTC. */
  readonly at: string;
  readonly message: string;
  readonly hint: string;
}

export interface FeedReport {
  readonly feed: string;
  readonly title: string;
  readonly license: string;
  readonly about: string;
  readonly shards: readonly ShardName[];
  readonly outcome: FeedOutcome;
  /** Bytes transferred; of a planned update, to be transferred. Absent: the server does not say. */
  readonly bytes?: number;
  readonly checked?: string;
  /** Why it failed last; absent when it did not. */
  readonly problem?: FeedProblem;
}

/** The output of `hullproof advisories info` and `update` with `--format json`. */
export interface AdvisoryReport {
  readonly schemaVersion: 2;
  readonly tool: { readonly name: "hullproof"; readonly version: string };
  readonly folder: string;
  /** Grows with each change of the store; 0: there is none yet. */
  readonly serial: number;
  readonly built?: string;
  readonly bytes: number;
  readonly shards: readonly ShardReport[];
  readonly feeds: readonly FeedReport[];
  /** Records that could not be read and what else a reader should know. */
  readonly notes: readonly string[];
}
