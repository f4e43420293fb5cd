import type { Config } from "../../domain/settings/config.ts";
import type { RuleText } from "../../domain/finding/finding.ts";
import type { Report, Target } from "../../domain/report/report.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";

/** What one target gave. */
export interface Checked {
  readonly target: Target;
  readonly run: RuleRun;
  /** Absolute path of the text, and the configuration that it was judged by. */
  readonly file?: string;
  readonly config?: Config;
  /** Entries of the configuration's `ignores` that silenced something here. */
  readonly usedIgnores?: ReadonlySet<Config["ignores"][number]>;
  /** What belongs to it and was not looked at, with why. */
  readonly notChecked?: readonly string[];
  /** What should have been read for it and could not be. */
  readonly unread?: NonNullable<Report["unread"]>;
  /** The rules of a user's own that were run on it. */
  readonly customRules?: readonly RuleText[];
  readonly image?: NonNullable<Report["image"]>;
  readonly vulnerabilities?: NonNullable<Report["vulnerabilities"]>;
}
