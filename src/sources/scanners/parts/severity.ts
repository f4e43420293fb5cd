import { advisorySeverities, type AdvisorySeverity } from "../../../domain/advisory/advisory.ts";

/** `HIGH`, `Negligible`, `Unknown` in our words. */
export function severityOf(word: string | undefined): AdvisorySeverity {
  const lower = word?.toLowerCase();
  return advisorySeverities.find((one) => one === lower) ?? "unknown";
}

/** A day of an ISO time; undefined for what is not one, and for Go's zero time. */
export function dayOf(time: string | undefined): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(time ?? "")?.[0];
  return day === undefined || day.startsWith("0001") ? undefined : day;
}
