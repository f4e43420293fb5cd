import type { Evidence } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { tallyWords, totals } from "./vulnerability-rows.ts";
import { countText } from "./units.ts";
import type { ReportSummary } from "./report-summary.ts";

/** The verdict of a scan: relevant vulnerabilities, how many of them a step fixes, and unchecked parts. Never clean if something was not checked. */
export function scanVerdict(report: Report): ReportSummary {
  const { findings, advisories, remedies = [], vulnerabilities = [], notChecked = [] } = report;
  const open = vulnerabilities.filter(({ suppressed }) => suppressed === undefined);
  const ids = new Set(open.map(({ id }) => id));
  const steps = remedies.filter(({ kind }) => kind !== "none");
  const fixed = new Set(steps.flatMap(({ vulnerabilities }) => vulnerabilities));
  const otherFindings = withoutSummaries(report).findings;
  const detail = [
    ...(steps.length === 0 ? [] : [`${countText(steps.length, "step")} would fix ${fixed.size} of ${ids.size}.`]),
    ...otherFindings.map(({ message }) => `${message}.`),
    ...(advisories === undefined
      ? [
          "No advisories on this machine, so only changelogs of pending updates were read; `hullproof advisories update` downloads them.",
        ]
      : []),
    ...(notChecked.length === 0
      ? []
      : [`Not checked: ${countText(notChecked.length, "part")}, each named with its reason.`]),
  ].join(" ");
  const tone = findings.some(({ severity }) => severity === "error")
    ? "bad"
    : findings.some(({ severity }) => severity === "warning")
      ? "warning"
      : "unsure";
  if (ids.size > 0) {
    const exploited = new Set(open.flatMap(({ id, kev }) => (kev === undefined ? [] : [id]))).size;
    const used = exploited === 0 ? "" : `, ${exploited} exploited`;
    return {
      tone,
      word: "Findings",
      sentence: `${countText(ids.size, "vulnerability", "vulnerabilities")}: ${tallyWords(totals(open))}${used}`,
      detail,
    };
  }
  if (findings.length > 0) return { tone, word: "Findings", sentence: countText(findings.length, "finding"), detail };
  if (advisories === undefined && report.image?.updates === undefined)
    return { tone: "unsure", word: "Not checked", sentence: "Nothing could be asked about vulnerabilities.", detail };
  if (advisories === undefined || notChecked.length > 0)
    return {
      tone: "unsure",
      word: "Partly checked",
      sentence: "No vulnerabilities are known in what was checked",
      detail,
    };
  return {
    tone: "good",
    word: "Clean",
    sentence: `No vulnerabilities are known as of ${advisories.date ?? "today"}`,
    detail,
  };
}

/** A scan lists its vulnerabilities and updates one by one; findings that only summarize them would repeat them. */
export function withoutSummaries(report: Report): Report {
  if (report.remedies === undefined) return report;
  return { ...report, findings: report.findings.filter(({ evidence }) => !evidence.some(isListed)) };
}

function isListed(evidence: Evidence): boolean {
  return evidence.kind === "advisory" || (evidence.kind === "package" && evidence.candidate !== undefined);
}
