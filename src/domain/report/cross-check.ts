import type { Disagreement } from "./scanner-report.ts";

/**
 * The advisories held against the changelogs of pending updates, flaw by flaw: two sources that know nothing of each other. Only
 * packages whose updates could be asked for are compared.
 */
export interface CrossCheck {
  readonly agreed: number;
  readonly onlyAdvisories: readonly Disagreement[];
  readonly onlyChangelogs: readonly Disagreement[];
}
