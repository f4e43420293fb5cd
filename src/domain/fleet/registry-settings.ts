/** What of a registry is read, and how often. */
export interface RegistrySettings {
  /** Repositories that are named, whether the registry lists them or not. */
  readonly names: readonly string[];
  /** Patterns of repositories of its list; `*` is any text. Empty: it is not asked for a list. */
  readonly patterns: readonly string[];
  /** Patterns of tags. */
  readonly tags: readonly string[];
  /** How many of the newest tags of a repository are read. */
  readonly newest: number;
  /** `linux/amd64`; empty: as `scan`, the only one or the one for this machine. */
  readonly platforms: readonly string[];
  /** Seconds between two sweeps. */
  readonly interval: number;
}
