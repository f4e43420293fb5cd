import type { Finding, RuleResult, RuleText } from "../../domain/finding/finding.ts";
import type { CustomExample, CustomFactName } from "../../rules/custom-rule.ts";
import type { CustomWork } from "./facts-work.ts";

/** A file with a rule of a user's own, which may be run. */
export interface RuleFile {
  /** Absolute. */
  readonly path: string;
  /** As messages call it. */
  readonly shown: string;
}

/** What such a rule says about itself. */
export interface CustomRuleText extends RuleText {
  readonly needs: readonly CustomFactName[];
  readonly examples: readonly CustomExample[];
}

/** What such rules say of one target. */
export interface CustomRun {
  readonly results: readonly RuleResult[];
  readonly findings: readonly Finding[];
  /** Of the configuration's `ignores`, the places of those that silenced something. */
  readonly usedIgnores: readonly number[];
}

/** Runs rules of a user's own where they can be ended. It is there only after --allow-rules. Throws `Failure`. */
export interface CustomRules {
  /** Loads a rule and holds it to its examples. Throws `bad-config`, `timed-out`. */
  load(file: RuleFile): Promise<CustomRuleText>;
  judge(work: CustomWork, files: readonly RuleFile[]): Promise<CustomRun>;
  /** Where a folder is read in place of another: of a commit that findings are compared with, today's rules are run. */
  readonly place?: (path: string) => string;
}
