import type { FailOn } from "../finding/fail-on.ts";
import type { Finding } from "../finding/finding.ts";

/** How `harden` ends, and why: 0 only where the result is proven and no finding of it is at or above `failOn`. */
export interface HardenExit {
  readonly code: 0 | 1;
  readonly failOn: FailOn;
  readonly proven: boolean;
  /** Findings of the result at or above `failOn`; they are among its findings, too. */
  readonly left: readonly Pick<Finding, "rule" | "severity" | "location">[];
}
