import type { Severity } from "../../domain/finding/finding.ts";
import type { ReportVerdict } from "../content/report-verdict.ts";

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
} as const satisfies Record<ReportVerdict["tone"], readonly [string, string]>;
