import type { Advisory, AffectedRange, ReleaseCycle, ShardName, SupportLimit } from "./advisory.ts";
import type { DebianLine } from "./debian-line.ts";

/** An end of an OSV range, in the order in which the record has it: https://ossf.github.io/osv-schema/#affectedrangesevents-fields */
export interface RangeEvent {
  readonly kind: "introduced" | "fixed" | "last-affected";
  readonly version: string;
}

/** Conditions that must hold together: ">= 1.2, < 1.2.5". */
export type Requirement = readonly AffectedRange[];

/**
 * The statement of one advisory about one package, in its source's terms. Parts that need the order of versions are separate, and `vulnerabilities/advisories` turns
 * them into `advisory.ranges`: `events` (one list a range, in any order), `within` (any of them), and `safe`, which is taken off the rest where
 * a source lists the safe versions (rubysec, RustSec, node core).
 */
export interface Statement {
  readonly kind: "statement";
  readonly shard: ShardName;
  readonly advisory: Advisory;
  readonly events?: readonly (readonly RangeEvent[])[];
  readonly within?: readonly Requirement[];
  readonly safe?: readonly Requirement[];
}

/** The parts of a feed's file, in its order. */
export type Parsed =
  | Statement
  | { readonly kind: "debian-line"; readonly line: DebianLine }
  | {
      readonly kind: "kev";
      readonly cve: string;
      readonly added: string;
      readonly due?: string;
      readonly ransomware: boolean;
    }
  | { readonly kind: "epss"; readonly cve: string; readonly score: number; readonly percentile: number }
  | { readonly kind: "life-cycle"; readonly source: string; readonly cycle: ReleaseCycle }
  | { readonly kind: "support"; readonly source: string; readonly limit: SupportLimit }
  /** Left out on purpose: withdrawn, or of an ecosystem without a shard. */
  | { readonly kind: "left-out"; readonly what: string; readonly why: string }
  /** Could not be read: counted and named, never lost silently. */
  | { readonly kind: "malformed"; readonly what: string; readonly why: string };
