import type { Report } from "../../domain/report/report.ts";
import { unanswered, unreadTexts } from "./unanswered.ts";
import { counted } from "./units.ts";

/** A folder may hold hundreds of files that can't be read. */
const maxUnread = 5;

/** What could not be read or judged, a sentence each; `hint` says where all of them are. */
export function unreadLines(report: Report, hint: string): readonly string[] {
  const failed = unanswered(report.rules).flatMap(({ verdict, reason, rules, targets }) => {
    if (verdict !== "failed") return [];
    const where = targets.length === 1 ? (targets[0] ?? "") : counted(targets.length, "target");
    return [reason.includes(where) ? reason : `${where}: ${reason}${rules.length === 1 ? ` (${rules.join("")})` : ""}`];
  });
  const all = [...failed, ...(report.harden?.notChecked ?? []), ...unreadTexts(report)];
  const rest = all.length - maxUnread;
  return rest > 1 ? [...all.slice(0, maxUnread), `${rest} more: ${hint}`] : all;
}
