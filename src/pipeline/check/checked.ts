import type { Config } from "../../domain/settings/config.ts";
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
  readonly image?: NonNullable<Report["image"]>;
  readonly vulnerabilities?: NonNullable<Report["vulnerabilities"]>;
}
