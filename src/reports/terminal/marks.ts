import type { Severity } from "../../domain/finding/finding.ts";
import type { ReportSummary } from "../content/report-summary.ts";

/** Before a finding, and its color. */
export const marks = {
  error: ["✖ ", "red"],
  warning: ["▲ ", "yellow"],
  info: ["● ", "cyan"],
} as const satisfies Record<Severity, readonly [string, string]>;

/** Before the result. */
export const tones = {
  good: ["✔", "green"],
  warning: ["▲", "yellow"],
  bad: ["✖", "red"],
  unsure: ["?", "yellow"],
} as const satisfies Record<ReportSummary["tone"], readonly [string, string]>;
