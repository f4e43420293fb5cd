import type { Finding } from "../finding/finding.ts";
import type { Tally, TargetKind } from "./report.ts";

/** The content of a folder and the first steps there. */
export interface Overview {
  /** Texts that hullproof reads, by kind, in the order of the verbs that begin with them. */
  readonly here: readonly { readonly kind: TargetKind; readonly paths: readonly string[] }[];
  /** The engine that the verbs would talk to. Only its socket was looked up; no request was sent. */
  readonly engine: { readonly address: string; readonly there: boolean } | { readonly trouble: string };
  /** Texts that were judged before time was up, of how many. */
  readonly judged: number;
  readonly of: number;
  /** The most severe first. */
  readonly mostSevere: readonly Finding[];
  readonly tally: Tally;
  /** Targets that were not read or not judged, with the reason. */
  readonly notChecked: readonly string[];
  readonly next: readonly NextStep[];
}

export interface NextStep {
  readonly command: string;
  readonly what: string;
  /** How long it took the last time in this folder. */
  readonly lastSeconds?: number;
}
