import type { RuleText } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { rules } from "../rules/index.ts";
import { compareText } from "../text/compare-text.ts";

/** What the rules that found something, or broke, say about themselves; nothing where none did. */
export function aboutRules(report: Pick<Report, "rules" | "findings">): { readonly aboutRules?: readonly RuleText[] } {
  const told = new Set<string>(report.findings.map(({ rule }) => rule));
  for (const { rule, verdict } of report.rules) if (verdict === "failed") told.add(rule);
  const texts = rules
    .filter(({ id }) => told.has(id))
    .map(({ id, title, why, severity }): RuleText => ({ rule: id, title, why, severity }))
    .sort((one, other) => compareText(one.rule, other.rule));
  return texts.length === 0 ? {} : { aboutRules: texts };
}
