import type { Report } from "../domain/report.ts";
import type { Format } from "./format.ts";
import { reportSchema } from "./report-schema.ts";

export default {
  name: "json",
  title: "JSON, as docs/schema/report.schema.json describes it",
  suits: ["check", "fix", "inspect", "scan", "learn", "verify", "harden", "audit"],
  render: renderJson,
} satisfies Format;

/** The report and nothing else. The schema gives every key its place, so that equal reports are equal bytes. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(reportSchema.parse(report), undefined, 2)}\n`;
}
