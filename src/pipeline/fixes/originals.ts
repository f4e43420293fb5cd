import type { Build, Builds } from "../image-build/builds.ts";
import type { Difference } from "../../proof/image-build/compare-built.ts";

/** The original, built twice to measure its noise; later pairs of equal builds add to the noise. */
export interface Originals {
  readonly builds: Builds;
  readonly before: Build;
  readonly again: Build;
  readonly noise: Difference[];
}
