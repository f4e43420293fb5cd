/** The advisory data of a scan. */
export interface AdvisoriesInfo {
  /** ISO date of the oldest data used; absent without any. */
  readonly date?: string;
  /** `--advisories-date`: statements that were published later were left out. */
  readonly asOf?: string;
  /** Sources of the shards that were opened, by name. */
  readonly sources: readonly {
    readonly name: string;
    readonly license: string;
    /** Who must be named, as the license asks. */
    readonly attribution?: string;
    readonly date: string;
    readonly records: number;
    /** Shards that were opened and hold its statements. */
    readonly shards: readonly string[];
  }[];
  /** Packages for which there were no advisories: their vulnerabilities are unknown, not none. Sentences without their full stop. */
  readonly gaps: readonly string[];
}
