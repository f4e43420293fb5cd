import type { Report } from "../../domain/report/report.ts";
import { unanswered, unreadTexts } from "./unanswered.ts";

/** What a short list of findings must not hide: rules that broke, and what was not read or not checked. What was skipped for want of an image is not told. */
export function notAnswered(report: Report): string[] {
  return [
    ...unanswered(report.rules).flatMap(({ verdict, reason, rules }) =>
      verdict === "failed" ? [`failed: ${reason} (${rules.join(", ")})`] : [],
    ),
    ...unreadTexts(report).map((text) => `not checked: ${text}`),
  ];
}
