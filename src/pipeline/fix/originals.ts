import type { Build, Builds } from "../build/builds.ts";
import type { Difference } from "../../proof/build/compare-built.ts";

/** The original built twice, so that its noise is known; what later pairs of equal builds show is added to it. */
export interface Originals {
  readonly builds: Builds;
  readonly before: Build;
  readonly again: Build;
  readonly noise: Difference[];
}
