import { advisorySeverities, type AdvisorySeverity } from "../../../domain/advisory/advisory.ts";

/** Converts `HIGH`, `Negligible`, `Unknown`. */
export function severityOf(word: string | undefined): AdvisorySeverity {
  const lower = word?.toLowerCase();
  return advisorySeverities.find((one) => one === lower) ?? "unknown";
}

/** The date of an ISO time; undefined for an invalid one, and for Go's zero time. */
export function dayOf(time: string | undefined): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(time ?? "")?.[0];
  return day === undefined || day.startsWith("0001") ? undefined : day;
}
