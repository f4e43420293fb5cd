import type { Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { findingPlace, placeOfTarget } from "./content/finding-place.ts";
import { notAnswered } from "./content/not-answered.ts";
import { suggestionOf } from "./content/suggestion.ts";
import { escapeReport } from "./content/escape-report.ts";
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
 * Reviewdog Diagnostic Format. Its columns count bytes of UTF-8, which needs the text: places are lines, and a
 * suggestion requires evidence that quotes everything its edits touch.
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export function renderRdjson(report: Report): string {
  const safe = escapeReport(report);
  const findings = safe.findings.map((finding, index) => {
    const { at, within } = findingPlace(finding, safe);
    const { rule, severity, message } = finding;
    // Uses the unescaped report: escapes for people would be written into files.
    const suggestion = suggestionOf(report.findings[index] ?? finding);
    return {
      message: within === undefined ? message : `${within}: ${message}`,
      location: { path: at.file, range: { start: { line: at.startLine }, end: { line: at.endLine } } },
      severity: severities[severity],
      code: { value: rule },
      ...(suggestion !== undefined && { suggestions: [suggestion] }),
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
