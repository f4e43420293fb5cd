import type { ShardName } from "../../domain/advisory/advisory.ts";

/** Shard and names for a package's lookup. */
export interface Lookup {
  readonly shard: ShardName;
  /** Names in the shard; all that it knows count. */
  readonly names: readonly string[];
  /** The version that the shard's advisories speak of: a source package's, with its epoch. */
  readonly version: string;
  /** Of a gem: `java` or `ruby`. Absent: not known, so that every architecture's statements count. */
  readonly architecture?: string;
  /** RHEL family: `nodejs:18`. */
  readonly module?: string;
  /** The package's name is a guess, and these names of the store are used. */
  readonly inferred?: InferredNames;
}

/** Names in the store for a package with an inferred name. */
export interface InferredNames {
  readonly kind: "inferred" | "possibly";
  /** Sorted. */
  readonly names: readonly string[];
  /** A part of a sentence. */
  readonly why: string;
}
