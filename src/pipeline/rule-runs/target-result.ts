import type { Config } from "../../domain/settings/config.ts";
import type { RuleText } from "../../domain/finding/finding.ts";
import type { Report, Target } from "../../domain/report/report.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";

/** Result for one target. */
export interface TargetResult {
  readonly target: Target;
  readonly run: RuleRun;
  /** Absolute path of the text, and its configuration. */
  readonly file?: string;
  readonly config?: Config;
  /** Entries of the configuration's `ignores` that suppressed a finding here. */
  readonly usedIgnores?: ReadonlySet<Config["ignores"][number]>;
  /** Parts of the target that were not checked, with the reason. */
  readonly notChecked?: readonly string[];
  /** Files of the target that could not be read. */
  readonly unread?: NonNullable<Report["unread"]>;
  /** Custom rules that ran on it. */
  readonly customRules?: readonly RuleText[];
  readonly image?: NonNullable<Report["image"]>;
  readonly vulnerabilities?: NonNullable<Report["vulnerabilities"]>;
}
