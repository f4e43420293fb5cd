import type { Report } from "../../domain/report/report.ts";
import { unanswered, unreadTexts } from "../content/unanswered.ts";
import { countText } from "../content/units.ts";
import { hang, headline, type Page } from "./page.ts";

/** Unchecked parts with their reasons, which are never omitted silently. */
export function notCheckedSection(report: Report, page: Page): string[] {
  const groups = unanswered(report.rules);
  const reasons = [...(report.harden?.notChecked ?? []), ...unreadTexts(report)];
  if (groups.length + reasons.length === 0) return [];
  return [
    ...headline(page, "Not checked"),
    ...groups.flatMap(({ verdict, reason, rules, targets }) => {
      const [mark, colour] =
        verdict === "failed" ? (["✖ failed   ", "red"] as const) : (["○ skipped  ", "yellow"] as const);
      const targetText = targets.length === 1 ? (targets[0] ?? "") : countText(targets.length, "target");
      return [
        ...hang(page, mark, reason, undefined, colour),
        ...hang(page, " ".repeat(mark.length), `${ruleNames(rules)} on ${targetText}`, "dim"),
      ];
    }),
    ...reasons.flatMap((text) => hang(page, "○ ", text, undefined, "yellow")),
  ];
}

/** Maximum number of names: forty would push everything else out of sight. */
const mostNamed = 8;

function ruleNames(rules: readonly string[]): string {
  if (rules.length <= mostNamed) return rules.join(", ");
  return `${rules.slice(0, mostNamed - 2).join(", ")} and ${rules.length - mostNamed + 2} more rules (--format json names them)`;
}
