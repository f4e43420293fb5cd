import type { Severity } from "../finding/finding.ts";
import type { Accepted } from "../finding/state.ts";

/** A baseline entry, without line, tag and layer: a moved finding still matches. */
export interface PastFinding {
  /** Id of a rule, or of a vulnerability. */
  readonly rule: string;
  /** Of a finding, or in the words of the advisory. */
  readonly severity: string;
  /** A file, or its substitute: `image/app Config.User`. */
  readonly place: string;
  readonly container?: string;
  readonly message: string;
  readonly accepted?: Accepted;
}

/** The findings of a report compared with those of an earlier one, or with a list of accepted ones. */
export interface Baseline {
  /** The file, as it was named; or the name of a commit with the beginning of its id. */
  readonly file: string;
  readonly kind: "report" | "accepted" | "commit";
  readonly new: number;
  readonly same: number;
  /** In the baseline, looked for again, and not found. Of accepted ones: entries that can go. */
  readonly fixed: readonly PastFinding[];
  /** In the baseline, and not looked for this time or silenced. */
  readonly notCompared: readonly (PastFinding & { readonly why: string })[];
  /** Accepted until a past day: matching findings count as new. */
  readonly expired: readonly PastFinding[];
}

/** A list of accepted findings, as `hullproof baseline` writes it. */
export interface AcceptedFindings {
  readonly schemaVersion: 1;
  readonly kind: "accepted-findings";
  readonly findings: readonly AcceptedEntry[];
}

export interface AcceptedEntry {
  readonly rule: string;
  readonly severity: Severity;
  /** Of a text, as reached from the folder that hullproof was started in. */
  readonly file?: string;
  /** Of findings outside a text. */
  readonly place?: string;
  readonly container?: string;
  readonly message: string;
  /** The text that it was found in, on one line. */
  readonly source?: string;
  /** How many findings it speaks of. */
  readonly count: number;
  readonly reason: string;
  /** ISO dates: when it was accepted, and the last day. */
  readonly since: string;
  readonly until: string;
}
