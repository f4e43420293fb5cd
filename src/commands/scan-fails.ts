import { fails } from "../domain/finding/fail-on.ts";
import type { Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";

const vulnerabilityLevels = ["critical", "high", "medium", "low"] as const;
type VulnerabilityLevel = (typeof vulnerabilityLevels)[number];

/** A severity of findings or of vulnerabilities, or `never`. */
export type ScanFailOn = Severity | VulnerabilityLevel | "never";

/**
 * Whether a scan fails. An unrated vulnerability counts as medium, as everywhere; a suppressed one does not count.
 * Software past its end of life also fails under a vulnerability severity, because no vulnerabilities are registered
 * for it any more.
 */
export function failsScan(report: Report, failOn: ScanFailOn): boolean {
  const findings = report.findings.filter(({ state }) => state !== "same");
  const vulnerabilities = (report.vulnerabilities ?? []).filter(({ state }) => state !== "same");
  const level = vulnerabilityLevels.find((one) => one === failOn);
  if (level === undefined) return findings.some(({ severity }) => fails(severity, failOn as Severity | "never"));
  const failingLevels: readonly string[] = vulnerabilityLevels.slice(0, vulnerabilityLevels.indexOf(level) + 1);
  const counts = vulnerabilities.some(
    ({ severity, suppressed }) =>
      suppressed === undefined && failingLevels.includes(severity === "unknown" ? "medium" : severity),
  );
  return counts || findings.some(({ rule, severity }) => severity === "error" && ended.test(rule));
}

const ended = /^(?:base-image\/os-end-of-life|vulnerabilities\/(?:end-of-life-runtime|known-exploited))$/;
