import type { Finding, RuleResult, Severity } from "../../domain/finding/finding.ts";
import { practices, type Practice } from "../../domain/finding/practice.ts";
import type { Report, Tally } from "../../domain/report/report.ts";
import { countText } from "./units.ts";

export const practiceTitles: Readonly<Record<Practice, string>> = {
  "base-image": "Base image",
  updates: "Updates",
  layers: "Layers",
  cleanup: "Cleanup",
  vulnerabilities: "Vulnerabilities",
  "non-root": "Non-root user",
  limits: "Resource limits",
  capabilities: "Capabilities and isolation",
  secrets: "Secrets",
  build: "Build",
};

export interface PracticeSection {
  readonly practice: Practice;
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly results: readonly RuleResult[];
  /** `2 errors, 1 note`, else the rule results: `3 rules clean, 1 skipped`. */
  readonly summary: string;
}

/** All practices in the order of every report, including those without a rule, so that gaps are visible. */
export function practiceSections({ findings, rules }: Report): PracticeSection[] {
  return practices.map((practice) => {
    const practiceFindings = findings.filter((finding) => finding.practice === practice);
    const results = rules.filter(({ rule }) => rule.startsWith(`${practice}/`));
    const summary = practiceFindings.length > 0 ? tallyText(tally(practiceFindings)) : rulesText(results);
    return { practice, title: practiceTitles[practice], findings: practiceFindings, results, summary };
  });
}

export function tally(findings: readonly Pick<Finding, "severity">[]): Tally {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { error: count("error"), warning: count("warning"), info: count("info") };
}

/** `2 errors, 1 warning, 3 notes`; zero counts are omitted. */
export function tallyText({ error, warning, info }: Tally): string {
  const parts = [
    ...(error > 0 ? [countText(error, "error")] : []),
    ...(warning > 0 ? [countText(warning, "warning")] : []),
    ...(info > 0 ? [countText(info, "note")] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "no findings";
}

/** `7 checks found something, 3 clean, 2 skipped, 1 failed`. One check is one rule on one target. */
function rulesText(results: readonly RuleResult[]): string {
  if (results.length === 0) return "not checked";
  const verdicts = ["found", "clean", "skipped", "failed"] as const;
  return verdicts
    .map((verdict) => [verdict, results.filter((result) => result.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(", ");
}
