import type { Report } from "../../domain/report/report.ts";
import { unanswered, unreadTexts } from "./unanswered.ts";
import { countText } from "./units.ts";

/** A folder may hold hundreds of files that can't be read. */
const maxUnread = 5;

/** What could not be read or judged, a sentence each; `hint` says where all of them are. */
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
