import type { AdvisorySeverity } from "../domain/advisory/advisory.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { compareText } from "../text/compare-text.ts";

// Vulnerabilities without a severity may be bad: they come before harmless ones.
const order: readonly AdvisorySeverity[] = ["critical", "high", "medium", "unknown", "low", "negligible"];

export function mostSevere(severities: readonly AdvisorySeverity[]): AdvisorySeverity {
  return order.find((one) => severities.includes(one)) ?? "unknown";
}

/** Known to be exploited, then severity, then likeliness of an exploit, then in use, then by name: the order of every list. */
export function byUrgency(a: Vulnerability, b: Vulnerability): number {
  return (
    Number(b.kev !== undefined) - Number(a.kev !== undefined) ||
    order.indexOf(a.severity) - order.indexOf(b.severity) ||
    (b.epss?.score ?? 0) - (a.epss?.score ?? 0) ||
    Number(b.inUse === true) - Number(a.inUse === true) ||
    compareText(a.name, b.name) ||
    compareText(a.id, b.id) ||
    compareText(a.purl, b.purl) ||
    compareText(a.path, b.path)
  );
}

/** Vulnerabilities by id, so that one in four packages of a source counts once, at its worst. */
export function tallyVulnerabilities(items: readonly Vulnerability[]): Record<AdvisorySeverity, number> {
  const tally: Record<AdvisorySeverity, number> = {
    critical: 0,
    high: 0,
    medium: 0,
    low: 0,
    negligible: 0,
    unknown: 0,
  };
  for (const duplicates of Map.groupBy(items, ({ id }) => id).values())
    tally[mostSevere(duplicates.map(({ severity }) => severity))]++;
  return tally;
}

/** Which of two steps is worth more: exploited vulnerabilities, then by severity. */
export function byWorth(
  a: { readonly exploited: number; readonly severities: Readonly<Record<AdvisorySeverity, number>> },
  b: typeof a,
): number {
  return b.exploited - a.exploited || order.reduce((sum, one) => sum || b.severities[one] - a.severities[one], 0);
}
