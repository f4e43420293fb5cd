import type { Report } from "../../domain/report/report.ts";
import { unanswered, unreadTexts } from "./unanswered.ts";

/**
 * Entries that a short list of findings must not hide: failed rules, and parts that were not read or checked. Skips
 * due to a missing image are omitted.
 */
export function notAnswered(report: Report): string[] {
  return [
    ...unanswered(report.rules).flatMap(({ verdict, reason, rules }) =>
      verdict === "failed" ? [`failed: ${reason} (${rules.join(", ")})`] : [],
    ),
    ...unreadTexts(report).map((text) => `not checked: ${text}`),
  ];
}
