import type { Disagreement } from "./scanner-report.ts";

/**
 * The advisories compared with the changelogs of pending updates, vulnerability by vulnerability: two independent sources. Only
 * packages whose updates could be queried are compared.
 */
export interface CrossCheck {
  readonly agreed: number;
  readonly onlyAdvisories: readonly Disagreement[];
  readonly onlyChangelogs: readonly Disagreement[];
}
