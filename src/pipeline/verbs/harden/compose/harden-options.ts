import type { FailOn } from "../../../../domain/finding/fail-on.ts";
import type { Report } from "../../../../domain/report/report.ts";

export interface HardenComposeOptions {
  /** Folder of the results, instead of `.hullproof` next to the first file. */
  readonly folder?: string;
  /** Overwrite the project's files with the hardened ones once they are proven. */
  readonly write: boolean;
  /** Remove the images that were built. */
  readonly noKeep?: boolean;
  readonly proveAgainAfter?: string;
  /** Ignore cached trials of earlier calls. Default false. */
  readonly fresh?: boolean;
  /** Permissions of the results; default 0600. */
  readonly mode?: number;
  /** Adds the comparison with a baseline before anything is written. */
  readonly beside?: (report: Report) => Report;
  /** Lowest severity of a finding in the hardened files that makes the exit code 1. */
  readonly failOn: FailOn;
}
