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
  const allUnread = joinReasons([...failed, ...(report.harden?.notChecked ?? []), ...unreadTexts(report)], report);
  const hiddenCount = allUnread.length - maxUnread;
  return hiddenCount > 1 ? [...allUnread.slice(0, maxUnread), `${hiddenCount} more: ${hint}`] : allUnread;
}

/** Joins `FILE: REASON` lines with one reason: a folder of templates is one line. */
function joinReasons(texts: readonly string[], { targets }: Report): readonly string[] {
  const names = new Set(targets.map(({ id }) => id));
  const reasons = Map.groupBy(texts, (text) => {
    const end = text.indexOf(": ");
    return names.has(text.slice(0, end)) ? text.slice(end + 2) : text;
  });
  return [...reasons].map(([reason, [first = "", ...others]]) => {
    const name = first.slice(0, first.indexOf(": "));
    return others.length === 0 ? first : `${name} and ${countText(others.length, "more file")}: ${reason}`;
  });
}
