import { severities, type Finding, type Severity } from "../../../domain/finding/finding.ts";
import type { Applicability } from "../../../domain/finding/fix.ts";
import type { Report } from "../../../domain/report/report.ts";
import { onlyNew } from "../baseline-texts.ts";
import { numberText } from "../units.ts";

/** Number of findings per rule. */
export interface RuleStatistics {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly count: number;
  /** `12 safe, 3 suggested`; empty if there is no fix. */
  readonly fixable: string;
}

/** The most severe last; within a severity the most frequent. */
export function ruleStatistics(report: Report): readonly RuleStatistics[] {
  const { findings, aboutRules = [] } = onlyNew(report);
  const titles = new Map<string, string>(aboutRules.map(({ rule, title }) => [rule, title]));
  return [...Map.groupBy(findings, ({ rule, severity }) => `${severity} ${rule}`).values()]
    .flatMap((ruleFindings): RuleStatistics[] => {
      const [first] = ruleFindings;
      if (first === undefined) return [];
      const { rule, severity } = first;
      return [
        {
          rule,
          title: titles.get(rule) ?? rule,
          severity,
          count: ruleFindings.length,
          fixable: fixableText(ruleFindings),
        },
      ];
    })
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || a.count - b.count);
}

function fixableText(findings: readonly Finding[]): string {
  return (["safe", "proven", "suggested"] as const)
    .map((kind: Applicability) => [kind, findings.filter(({ fix }) => fix?.applicability === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${numberText(count)} ${kind}`)
    .join(", ");
}
