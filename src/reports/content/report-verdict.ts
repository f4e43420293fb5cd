/** The answer in one line. `unsure` is also for what was only half looked at: never `good` where nothing was checked. */
export interface ReportVerdict {
  readonly tone: "good" | "warning" | "bad" | "unsure";
  readonly word: string;
  readonly sentence: string;
  readonly detail: string;
}
