import type { Report, ReportDocument } from "../src/domain/report/report.ts";
import { listResults } from "../src/reports/content/rule-results.ts";

/** A JSON report that a verb printed, with its results one by one. */
export function parseReport(text: string): Report {
  const { rules, ...document } = JSON.parse(text) as ReportDocument;
  const results = listResults(rules, document.targets);
  if (typeof results === "string") throw new Error(results);
  return { ...document, rules: results };
}
