import type { FailOn } from "../../../domain/finding/fail-on.ts";
import type { Report } from "../../../domain/report/report.ts";

export interface HardenComposeOptions {
  /** Where the results go, in place of `.hullproof` beside the first file. */
  readonly folder?: string;
  /** Write the hardened files over the project's own once they are proven. */
  readonly write: boolean;
  /** Leave no image on the engine, of those that were built. */
  readonly noKeep?: boolean;
  readonly proveAgainAfter?: string;
  /** Run every trial again, also those kept from earlier calls. Default false. */
  readonly fresh?: boolean;
  /** Permissions of the results; default 0600. */
  readonly mode?: number;
  /** Says what is new beside a baseline, before anything is written. */
  readonly beside?: (report: Report) => Report;
  /** From which severity on a finding of the hardened files makes the exit code 1. */
  readonly failOn: FailOn;
}
