import type { AdvisorySource, ExploitPrediction, KnownExploited, ReleaseCycle, SupportLimit } from "./advisory.ts";

/** The store's facts besides advisories. */
export interface FactContent {
  readonly kev: readonly (KnownExploited & { readonly cve: string })[];
  readonly epss: readonly (ExploitPrediction & { readonly cve: string })[];
  readonly lifeCycles: readonly ReleaseCycle[];
  readonly support: readonly SupportLimit[];
  readonly sources: readonly AdvisorySource[];
}
