import type { Report } from "../../domain/report/report.ts";
import { unanswered, unreadTexts } from "./unanswered.ts";
import { countText } from "./units.ts";

/** Maximum number of lines: a folder may hold hundreds of unreadable files. */
const maxUnread = 5;

/** Parts that could not be read or judged, one sentence each; `hint` says where to find all of them. */
export function unreadLines(report: Report, hint: string): readonly string[] {
  const failed = unanswered(report.rules).flatMap(({ verdict, reason, rules, targets }) => {
    if (verdict !== "failed") return [];
    const targetText = targets.length === 1 ? (targets[0] ?? "") : countText(targets.length, "target");
    return [
      reason.includes(targetText)
        ? reason
        : `${targetText}: ${reason}${rules.length === 1 ? ` (${rules.join("")})` : ""}`,
    ];
  });
  const allUnread = [...failed, ...(report.harden?.notChecked ?? []), ...unreadTexts(report)];
  const hiddenCount = allUnread.length - maxUnread;
  return hiddenCount > 1 ? [...allUnread.slice(0, maxUnread), `${hiddenCount} more: ${hint}`] : allUnread;
}
