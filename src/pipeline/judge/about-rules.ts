import type { RuleText } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import type { OwnRule } from "../../domain/settings/config.ts";
import { ownRules } from "../../rules/shared/own-rules.ts";
import { rules } from "../../rules/index.ts";
import { compareText } from "../../text/compare-text.ts";

/** Texts of the rules that reported findings or failed; empty without any. */
export function aboutRules(
  report: Pick<Report, "rules" | "findings">,
  customRules: readonly OwnRule[] = [],
  custom: readonly RuleText[] = [],
): { readonly aboutRules?: readonly RuleText[] } {
  const reportedIds = new Set<string>(report.findings.map(({ rule }) => rule));
  for (const { rule, verdict } of report.rules) if (verdict === "failed") reportedIds.add(rule);
  const texts = [...rules, ...ownRules({ rules: customRules })]
    .filter(({ id }) => reportedIds.has(id))
    .map(({ id, title, why, severity }): RuleText => ({ rule: id, title, why, severity }))
    .concat(
      custom
        .filter(({ rule }) => reportedIds.has(rule))
        .map(({ rule, title, why, severity }) => ({ rule, title, why, severity })),
    )
    .sort((one, other) => compareText(one.rule, other.rule));
  return texts.length === 0 ? {} : { aboutRules: texts };
}
