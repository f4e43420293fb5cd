import { fails } from "../../../domain/finding/fail-on.ts";
import type { Severity } from "../../../domain/finding/finding.ts";
import type { Report } from "../../../domain/report/report.ts";
import { namedRules } from "../../fix-plan/fix-options.ts";

export interface NarrowOptions {
  readonly severity?: Severity;
  /** Rules by our id, or by another tool's. */
  readonly rule?: readonly string[];
}

/** The report with the selected findings, and the results of the selected rules; failures stay. Throws `Failure` (`bad-usage`) for an unknown rule. */
export function narrowReport(report: Report, { severity = "info", rule = [] }: NarrowOptions): Report {
  if (severity === "info" && rule.length === 0) return report;
  const ids = new Set(rule.flatMap((name) => idsOf(name, report)));
  const isNamed = (item: { readonly rule: string }) => rule.length === 0 || ids.has(item.rule);
  return {
    ...report,
    findings: report.findings.filter((finding) => fails(finding.severity, severity) && isNamed(finding)),
    rules: report.rules.filter((result) => isNamed(result) || result.verdict === "failed"),
  };
}

/** A custom rule is known by its results. */
function idsOf(name: string, { rules }: Pick<Report, "rules">): readonly string[] {
  return rules.some((result) => result.rule === name) ? [name] : [...(namedRules({ rule: [name] }) ?? [])];
}
