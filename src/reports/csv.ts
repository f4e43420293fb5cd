import type { Report } from "../domain/report/report.ts";
import { csvCell } from "./content/csv-cell.ts";
import { placeText } from "./content/place.ts";
import { notAnswered } from "./content/not-answered.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { escapeReport } from "./content/escape-report.ts";
import { vulnerabilityRows } from "./content/vulnerability-rows.ts";
import type { Format } from "./format.ts";

export default {
  name: "csv",
  title: "CSV, for spreadsheets",
  suits: ["check", "scan", "audit"],
  syntax: "text",
  render: renderCsv,
} satisfies Format;

const columns = [
  "kind",
  "severity",
  "id",
  "target",
  "place",
  "package",
  "installed",
  "fixed in",
  "message",
  "fix",
  "also",
  "baseline",
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

/**
 * RFC 4180 except for its line ends, which every reader accepts: one row per finding, vulnerability and unchecked
 * part. No cell is interpreted as a formula.
 */
export function renderCsv(report: Report): string {
  const safe = escapeReport(withoutSummaries(report));
  const findings = safe.findings.map(({ severity, rule, target, location, message, fix, also, state = "" }): Row => ({
    kind: "finding",
    severity,
    id: rule,
    target,
    place: placeText(location),
    message,
    fix: fix === undefined ? "" : `${fix.applicability}: ${fix.title}`,
    also: also.join(" "),
    baseline: state,
  }));
  const reported = safe.remedies === undefined ? [] : (safe.vulnerabilities ?? []);
  const vulnerabilities = vulnerabilityRows(reported).map(
    ({ id, severity, names, installed, fix, marks, title, place, suppressed, state = "" }): Row => ({
      kind: suppressed === undefined ? "vulnerability" : "set aside",
      severity,
      id,
      target: safe.targets[0]?.name ?? "",
      place,
      package: names.join(" "),
      installed,
      "fixed in": "version" in fix ? fix.version : fix.none,
      baseline: state,
      message: [title, ...marks, suppressed?.reason ?? ""].filter((one) => one !== "").join("; "),
    }),
  );
  const open = notAnswered(safe).map((message): Row => ({ kind: "not checked", message }));
  // Without a baseline the column would be empty.
  const visibleColumns = columns.filter((name) => name !== "baseline" || safe.baseline !== undefined);
  const lines = [...findings, ...vulnerabilities, ...open].map((row) =>
    visibleColumns.map((name) => csvCell(row[name] ?? "")),
  );
  return `${[visibleColumns, ...lines].map((cells) => cells.join(",")).join("\n")}\n`;
}
