import type {
  AdvisoryShard,
  AdvisorySource,
  VulnerabilityFacts,
  ReleaseCycle,
  ShardName,
  SupportLimit,
  VersionScheme,
} from "../../../domain/advisory/advisory.ts";
import type { FactContent } from "../../../domain/advisory/fact-content.ts";

/** One shard as the manifest has it; nothing of it was opened. */
export interface ShardEntry {
  readonly name: ShardName;
  readonly scheme: VersionScheme;
  /** Name in the store's folder; ends with part of its own digest, so that a file never changes. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly packages: number;
  readonly advisories: number;
  readonly sources: readonly AdvisorySource[];
}

/** The store of one moment: a later update does not change what it answers. */
export interface AdvisoryStore {
  readonly folder: string;
  /** Grows with each change of the store. */
  readonly serial: number;
  /** ISO date and time, UTC, of the last change. */
  readonly built: string;
  readonly shards: readonly ShardEntry[];
  /** Sources of KEV, EPSS, life cycles and support limits. */
  readonly factSources: readonly AdvisorySource[];
  /** Undefined: there is none of that name, so nothing was checked. Throws `Failure` (`bad-advisories`). */
  open(name: ShardName): AdvisoryShard | undefined;
  /** Throws `Failure` (`bad-advisories`), as the next two. */
  vulnerabilityFacts(): VulnerabilityFacts;
  lifeCycles(): readonly ReleaseCycle[];
  support(): readonly SupportLimit[];
  /** All of KEV, EPSS, life cycles and support limits, to be written again with a part changed. */
  facts(): FactContent | undefined;
}
