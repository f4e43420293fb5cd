import type { Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { counting } from "./content/counting.ts";
import { findingPlace, placeOfTarget } from "./content/finding-place.ts";
import { notAnswered } from "./content/not-answered.ts";
import { joinRunConfiguration } from "./content/summary/run-configuration.ts";
import { escapeReport } from "./content/escape-report.ts";
import type { Format } from "./format.ts";

export default {
  name: "codequality",
  title: "GitLab's code quality report",
  suits: ["check", "audit"],
  syntax: "json",
  render: renderCodequality,
} satisfies Format;

const severities = { error: "critical", warning: "major", info: "minor" } as const satisfies Record<Severity, string>;

/**
 * Jobs publish it as `artifacts: reports: codequality`; the merge request then shows the findings that it adds.
 * Fingerprints exclude lines, so that moved findings are not new.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderCodequality(report: Report): string {
  const safe = escapeReport(report);
  const print = counting();
  const findings = joinRunConfiguration(safe.findings).map((finding) => {
    const { at, within, identity } = findingPlace(finding, safe);
    const { rule, severity, message } = finding;
    return {
      description: within === undefined ? message : `${within}: ${message}`,
      check_name: rule,
      fingerprint: print(identity ?? [rule, at.file, within ?? [], message].flat().join(" ")),
      severity: severities[severity],
      location: { path: at.file, lines: { begin: at.startLine } },
    };
  });
  const [first] = safe.targets;
  // The format has no place for a finding without a line.
  const path = first === undefined ? "hullproof" : placeOfTarget(first);
  const open = notAnswered(safe).map((description) => ({
    description,
    check_name: "not-checked",
    fingerprint: print(description),
    severity: "info",
    location: { path, lines: { begin: 1 } },
  }));
  return `${JSON.stringify([...findings, ...open], undefined, 2)}\n`;
}
