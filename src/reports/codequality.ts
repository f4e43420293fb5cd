import type { Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { counting } from "./content/counting.ts";
import { findingPlace, placeOfTarget } from "./content/finding-place.ts";
import { notAnswered } from "./content/not-answered.ts";
import { joinRunConfiguration } from "./content/summary/run-configuration.ts";
import { tame } from "./content/tame.ts";
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
 * A job hands it over as `artifacts: reports: codequality`; the merge request then shows what it adds to the target branch. Fingerprints hold no line, so that
 * what only moved is not new. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderCodequality(report: Report): string {
  const safe = tame(report);
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
  // A report has no other place for what concerns no line.
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
