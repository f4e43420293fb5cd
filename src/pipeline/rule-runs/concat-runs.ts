import { inReportOrder, type RuleRun } from "../../rules/run/run-rules.ts";

/** Joins two runs on one target. */
export function concatRuns(one: RuleRun, other: RuleRun): RuleRun {
  const results = [...one.results, ...other.results];
  if (other.findings.length === 0) return { results, findings: one.findings, fixes: one.fixes };
  return {
    results,
    findings: [...one.findings, ...other.findings].sort(inReportOrder),
    fixes: [...one.fixes, ...other.fixes].sort((a, b) => inReportOrder(a.finding, b.finding)),
  };
}
