import type { Report, Target } from "../domain/report.ts";
import type { RuleRun } from "../rules/run-rules.ts";

/** What one target gave. */
export interface Checked {
  readonly target: Target;
  readonly run: RuleRun;
  readonly image?: NonNullable<Report["image"]>;
  readonly vulnerabilities?: NonNullable<Report["vulnerabilities"]>;
}
