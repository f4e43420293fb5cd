import type { VersionScheme } from "../domain/advisory/advisory.ts";

export type Sign = -1 | 0 | 1;

/**
 * The order of versions of one ecosystem. Neither function throws, for any text; both take time in proportion to its
 * length.
 */
export interface VersionOrder {
  readonly scheme: VersionScheme;
  /** Undefined: the ecosystem cannot order one of them. */
  readonly compare: (a: string, b: string) => Sign | undefined;
  /**
   * Whether the ecosystem's own rules allow the text as a version. Tools order more than that, each by its own guess; a version
   * that is not allowed may be called affected by `compare`, but never safe.
   */
  readonly accepts: (version: string) => boolean;
  /** How a version compares with a bound or a listed version of an advisory. Absent: as with any version. */
  readonly compareToBound?: (version: string, bound: string) => Sign | undefined;
  /** The first release from a bound on, where bounds can come before all that is published. Absent: the bound itself. */
  readonly releaseAt?: (bound: string) => string;
}
