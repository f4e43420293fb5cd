/** The verdict in one line. `unsure` also covers partial checks: never `good` if nothing was checked. */
export interface ReportSummary {
  readonly tone: "good" | "warning" | "bad" | "unsure";
  readonly word: string;
  readonly sentence: string;
  readonly detail: string;
}
