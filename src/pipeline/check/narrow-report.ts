import { fails } from "../../domain/finding/fail-on.ts";
import type { Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { namedRules } from "../fix/fix-options.ts";

export interface NarrowOptions {
  readonly severity?: Severity;
  /** Rules by our id, or by another tool's. */
  readonly rule?: readonly string[];
}

/** The report with the findings that were asked for, and with what the named rules came to; what failed stays. Throws `Failure` (`bad-usage`) for a name that no rule has. */
export function narrowReport(report: Report, { severity = "info", rule = [] }: NarrowOptions): Report {
  if (severity === "info" && rule.length === 0) return report;
  const ids = new Set(rule.flatMap((name) => idsOf(name, report)));
  const isNamed = (one: { readonly rule: string }) => rule.length === 0 || ids.has(one.rule);
  return {
    ...report,
    findings: report.findings.filter((one) => fails(one.severity, severity) && isNamed(one)),
    rules: report.rules.filter((one) => isNamed(one) || one.verdict === "failed"),
  };
}

/** A rule of the user's own is known by what it came to. */
function idsOf(name: string, { rules }: Pick<Report, "rules">): readonly string[] {
  return rules.some((one) => one.rule === name) ? [name] : [...(namedRules({ rule: [name] }) ?? [])];
}
