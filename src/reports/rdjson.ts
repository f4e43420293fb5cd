import type { Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { findingPlace, placeOfTarget } from "./content/finding-place.ts";
import { notAnswered } from "./content/not-answered.ts";
import { tame } from "./content/tame.ts";
import type { Format } from "./format.ts";

export default {
  name: "rdjson",
  title: "reviewdog's JSON, for review comments",
  suits: ["check", "audit"],
  syntax: "json",
  render: renderRdjson,
} satisfies Format;

const severities = { error: "ERROR", warning: "WARNING", info: "INFO" } as const satisfies Record<Severity, string>;

/**
 * Reviewdog Diagnostic Format. Its columns count bytes of UTF-8, which a report can't tell without the text, so places are lines.
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export function renderRdjson(report: Report): string {
  const safe = tame(report);
  const findings = safe.findings.map((finding) => {
    const { at, within } = findingPlace(finding, safe);
    const { rule, severity, message } = finding;
    return {
      message: within === undefined ? message : `${within}: ${message}`,
      location: { path: at.file, range: { start: { line: at.startLine }, end: { line: at.endLine } } },
      severity: severities[severity],
      code: { value: rule },
    };
  });
  const [first] = safe.targets;
  const path = first === undefined ? "hullproof" : placeOfTarget(first);
  const open = notAnswered(safe).map((message) => ({
    message,
    location: { path },
    severity: "INFO",
    code: { value: "not-checked" },
  }));
  return `${JSON.stringify({ source: { name: safe.tool.name }, diagnostics: [...findings, ...open] }, undefined, 2)}\n`;
}
