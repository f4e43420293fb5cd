import type { FixOutcome } from "../../domain/report/report.ts";

/** `proven fix: built, compared and run`, or why builds and trials do not prove it. */
export function fixOutcomeText({ applicability, reason, notProven }: FixOutcome): string {
  return notProven === undefined ? `${applicability} fix: ${reason}` : `not proven: ${notProven}`;
}
