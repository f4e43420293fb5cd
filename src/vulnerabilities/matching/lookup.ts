import type { ShardName } from "../../domain/advisory/advisory.ts";

/** Where and as what a package is looked up. */
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
  /** The package's own name is a guess, and these of the store are meant. */
  readonly inferred?: InferredNames;
}

/** By which names of the store a package is judged whose own name is inferred. */
export interface InferredNames {
  readonly kind: "inferred" | "possibly";
  /** Sorted. */
  readonly names: readonly string[];
  /** A part of a sentence. */
  readonly why: string;
}
