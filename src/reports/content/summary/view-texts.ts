import type { Report } from "../../../domain/report/report.ts";
import type { CheckView } from "./check-view.ts";
import { unanswered, unreadTexts } from "../unanswered.ts";
import { countText } from "../units.ts";
import { ruleStatistics } from "./statistics.ts";

/** The view that replaces a summary, one sentence per line, for formats without columns. */
export function viewTexts(report: Report, view: Exclude<CheckView, "long">): readonly string[] {
  if (view === "statistics")
    return ruleStatistics(report).map(({ rule, title, severity, count, fixable }) => {
      const fixes = fixable === "" ? "" : `; fixes: ${fixable}`;
      return `${countText(count, severity === "info" ? "note" : severity)} of ${rule}: ${title}${fixes}`;
    });
  const groups = unanswered(report.rules).map(({ verdict, reason, rules, targets }) => {
    const targetText = targets.length === 1 ? (targets[0] ?? "") : countText(targets.length, "target");
    return `${verdict}: ${reason}: ${rules.join(", ")} on ${targetText}`;
  });
  return [...groups, ...unreadTexts(report).map((text) => `not checked: ${text}`)];
}
