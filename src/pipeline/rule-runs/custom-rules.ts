import type { Finding, RuleResult, RuleText } from "../../domain/finding/finding.ts";
import type { CustomExample, CustomFactName } from "../../rules/custom-rule.ts";
import type { CustomWork } from "./facts-work.ts";

/** A file with a custom rule that may run. */
export interface RuleFile {
  /** Absolute. */
  readonly path: string;
  /** Its name in messages. */
  readonly shown: string;
}

/** Texts of a custom rule. */
export interface CustomRuleText extends RuleText {
  readonly needs: readonly CustomFactName[];
  readonly examples: readonly CustomExample[];
}

/** Results of custom rules for one target. */
export interface CustomRun {
  readonly results: readonly RuleResult[];
  readonly findings: readonly Finding[];
  /** Indexes of the configuration's `ignores` that suppressed a finding. */
  readonly usedIgnores: readonly number[];
}

/** Runs custom rules in a thread that can be ended. Present only with --allow-rules. Throws `Failure`. */
export interface CustomRules {
  /** Loads a rule and tests it by its examples. Throws `bad-config`, `timed-out`. */
  load(file: RuleFile): Promise<CustomRuleText>;
  judge(work: CustomWork, files: readonly RuleFile[]): Promise<CustomRun>;
  /** Maps a folder that is read instead of another: for a commit in a comparison, the current rules run. */
  readonly place?: (path: string) => string;
}
