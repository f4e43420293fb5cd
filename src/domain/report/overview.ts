import type { Finding } from "../finding/finding.ts";
import type { Tally, TargetKind } from "./report.ts";

/** What a folder holds and what to do there, for the first minute. */
export interface Overview {
  /** Texts that hullproof reads, by kind, in the order of the verbs that begin with them. */
  readonly here: readonly { readonly kind: TargetKind; readonly paths: readonly string[] }[];
  /** The engine that the verbs would talk to. Its socket was looked for; it was not asked. */
  readonly engine: { readonly address: string; readonly there: boolean } | { readonly trouble: string };
  /** Texts that were judged before time was up, of how many. */
  readonly judged: number;
  readonly of: number;
  /** The most severe first. */
  readonly mostSevere: readonly Finding[];
  readonly tally: Tally;
  /** What was found and not read, or not judged, with why. */
  readonly notChecked: readonly string[];
  readonly next: readonly NextStep[];
}

export interface NextStep {
  readonly command: string;
  readonly what: string;
  /** How long it took the last time in this folder. */
  readonly lastSeconds?: number;
}
