import type { PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { countText } from "./units.ts";

/** Drops the baseline's known findings for readers, who look for work to do; machine formats keep everything. */
export function onlyNew(report: Report): Report {
  if (report.baseline === undefined) return report;
  return {
    ...report,
    findings: report.findings.filter(({ state }) => state !== "same"),
    ...(report.vulnerabilities && {
      vulnerabilities: report.vulnerabilities.filter(({ state }) => state !== "same"),
    }),
  };
}

/** `2 new, 5 known from base.json, 1 fixed since`; undefined without a baseline. */
export function baselineSummary({ baseline }: Report): string | undefined {
  if (baseline === undefined) return undefined;
  const { file, kind, fixed, notCompared, expired } = baseline;
  const parts = [
    `${baseline.new} new`,
    `${baseline.same} ${kind === "accepted" ? "accepted" : "known"} from ${file}`,
    ...(fixed.length === 0 ? [] : [kind === "accepted" ? `${fixed.length} unused` : `${fixed.length} fixed since`]),
    ...(notCompared.length === 0 ? [] : [`${notCompared.length} not compared`]),
    ...(expired.length === 0 ? [] : [`${expired.length} past their last day`]),
  ];
  return parts.join(", ");
}

export interface BaselineLine {
  readonly word: "fixed" | "unused" | "expired" | "not compared";
  readonly text: string;
}

/** Baseline findings that the report lacks, one per line; reasons for skipped comparisons once. */
export function baselineLines({ baseline }: Report): BaselineLine[] {
  if (baseline === undefined) return [];
  const { kind, fixed, notCompared, expired } = baseline;
  const reasons = Map.groupBy(notCompared, ({ why }) => why);
  return [
    ...fixed.map((finding) => ({
      word: kind === "accepted" ? ("unused" as const) : ("fixed" as const),
      text: pastText(finding),
    })),
    ...expired.map((finding) => ({
      word: "expired" as const,
      text: `${pastText(finding)}: accepted until ${finding.accepted?.until ?? ""}, ${finding.accepted?.reason ?? ""}`,
    })),
    ...[...reasons].map(([reason, findings]) => ({
      word: "not compared" as const,
      text: `${countText(findings.length, "finding")} of the baseline: ${reason}`,
    })),
  ];
}

/** An earlier finding on one line. */
export function pastText({ rule, place, message }: PastFinding): string {
  return message.startsWith(rule) ? message : `${place}: ${message} (${rule})`;
}
