import type { Report } from "../domain/report.ts";
import { canonical } from "./canonical.ts";
import type { Format } from "./format.ts";
import { reportShape } from "./report-shape.ts";

export default {
  name: "json",
  title: "JSON, as docs/schema/report.schema.json describes it",
  suits: ["check", "fix", "inspect", "scan", "learn", "verify", "harden", "audit"],
  render: renderJson,
} satisfies Format;

/** The report and nothing else, in the key order of its schema. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(canonical(report, reportShape), undefined, 2)}\n`;
}
