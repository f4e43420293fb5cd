import type { Advisory, AdvisorySource, ShardName, VersionScheme } from "./advisory.ts";

export interface ShardContent {
  readonly name: ShardName;
  readonly scheme: VersionScheme;
  readonly sources: readonly AdvisorySource[];
  /** Sorted by package, then by id; `vulnerabilities/advisories` does it. */
  readonly advisories: readonly Advisory[];
}
