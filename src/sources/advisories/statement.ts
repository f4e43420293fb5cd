import type { Advisory, AffectedRange, LifeCycle, ShardName, SupportLimit } from "../../domain/advisory.ts";
import type { DebianLine } from "./debian-line.ts";

/**
 * What one advisory says of one package, as its source says it. Where the source tells the safe versions (rubysec, RustSec, node core),
 * `safe` has to be taken off the advisory's ranges, which needs the order of versions: `facts/advisories` does it.
 */
export interface Statement {
  readonly kind: "statement";
  readonly shard: ShardName;
  readonly advisory: Advisory;
  readonly safe?: readonly AffectedRange[];
}

/** What a feed's file holds, in its order. */
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
  | { readonly kind: "life-cycle"; readonly cycle: LifeCycle }
  | { readonly kind: "support"; readonly limit: SupportLimit }
  /** Left out on purpose: withdrawn, or of an ecosystem without a shard. */
  | { readonly kind: "left-out"; readonly what: string; readonly why: string }
  /** Could not be read: counted and named, never lost silently. */
  | { readonly kind: "malformed"; readonly what: string; readonly why: string };
