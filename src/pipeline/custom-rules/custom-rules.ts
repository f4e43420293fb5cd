import type { Finding, RuleResult, RuleText } from "../../domain/finding/finding.ts";
import type { Work } from "../check/apart.ts";

/** A file with a rule of a user's own, which may be run. */
export interface RuleFile {
  /** Absolute. */
  readonly path: string;
  /** As messages call it. */
  readonly shown: string;
}

/** What such rules say of one text. */
export interface CustomRun {
  readonly results: readonly RuleResult[];
  readonly findings: readonly Finding[];
  /** Of the configuration's `ignores`, the places of those that silenced something. */
  readonly usedIgnores: readonly number[];
}

/** Runs rules of a user's own where they can be ended. It is there only after --allow-rules. Throws `Failure`. */
export interface CustomRules {
  /** Loads a rule and holds it to its examples. Throws `bad-config`, `timed-out`. */
  load(file: RuleFile): Promise<RuleText>;
  judge(work: Work, files: readonly RuleFile[]): Promise<CustomRun>;
  /** Where a folder is read in place of another: of a commit that findings are compared with, today's rules are run. */
  readonly place?: (path: string) => string;
}
