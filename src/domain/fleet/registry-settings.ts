/** What of a registry is read, and how often. */
export interface RegistrySettings extends SweepSettings {
  /** Repositories that are named, whether the registry lists them or not. */
  readonly names: readonly string[];
  /** Patterns of repositories of its list; `*` is any text. Empty: it is not asked for a list. */
  readonly patterns: readonly string[];
}

/** The same without what is of one registry alone. */
export interface SweepSettings {
  /** Patterns of tags. */
  readonly tags: readonly string[];
  /** How many of the newest tags of a repository are read. */
  readonly newest: number;
  /** `linux/amd64`; empty: as `scan`, the only one or the one for this machine. */
  readonly platforms: readonly string[];
  /** Seconds between two sweeps. */
  readonly interval: number;
  /** Requests that all processes together may send; absent: any number. */
  readonly requests?: RequestBudget;
}

/** Seconds between two sweeps, and of a window of requests. */
export const sweepSeconds = { min: 5, max: 2_592_000 };
/** Requests of a window: an image takes a few before its first layer, so that with fewer nothing would be read. */
export const windowRequests = { min: 10, max: 1_000_000 };

/** At most `limit` requests in each window of so many seconds. */
export interface RequestBudget {
  readonly limit: number;
  readonly seconds: number;
}

/** `fleet` of the user's own configuration: settings of all registries, and of some. */
export interface FleetSettings {
  readonly shared: Partial<SweepSettings>;
  readonly registries: readonly ConfiguredRegistry[];
}

export interface ConfiguredRegistry {
  /** `registry.example:5000` */
  readonly host: string;
  /** Names and patterns; empty: all of its list. */
  readonly repositories: readonly string[];
  readonly settings: Partial<SweepSettings>;
}
