import { severities } from "../../domain/finding/finding.ts";
import type { AcceptedEntry, AcceptedFindings } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { compareText } from "../../text/compare-text.ts";
import { isExpired, matchFindings } from "./compare.ts";
import { comparable, type Comparable } from "./earlier-report.ts";
import type { AcceptedFinding } from "./read-baseline.ts";
import { whyNotFixed } from "./why-not-fixed.ts";

export interface AcceptOptions {
  readonly reason: string;
  /** ISO dates. */
  readonly until: string;
  readonly today: string;
  /** Accept errors as well. */
  readonly errors: boolean;
  readonly exists: (file: string) => boolean;
}

export interface AcceptResult {
  readonly list: AcceptedFindings;
  readonly added: number;
  /** Rules of the added findings that are errors, one for each. */
  readonly addedErrors: readonly string[];
  readonly kept: number;
  /** Number of entries without a finding, or past their date. */
  readonly dropped: number;
  /** Number of errors that were not accepted. */
  readonly left: number;
}

/** The findings of a report as accepted ones. Already accepted findings keep their reason and date; entries whose rule did not run stay. */
export function acceptFindings(
  report: Report,
  acceptedBefore: readonly AcceptedFinding[],
  wish: AcceptOptions,
): AcceptResult {
  const { reason, until, today, errors } = wish;
  const current = report.findings.map((finding) => comparable(finding, report.targets));
  const unexpired = acceptedBefore.filter((finding) => !isExpired(finding, today));
  const { of, left } = matchFindings(current, unexpired);
  const keptFindings = current.flatMap((finding, index) => {
    const acceptedFinding = of.get(index);
    return acceptedFinding === undefined
      ? []
      : [{ ...finding, accepted: acceptedFinding.accepted, since: acceptedFinding.since }];
  });
  const fresh = current.filter((_, index) => !of.has(index));
  const added = fresh
    .filter(({ severity }) => errors || severity !== "error")
    .map((finding) => ({ ...finding, accepted: { reason, until }, since: today }));
  const reasonNotFixed = whyNotFixed(report, wish.exists);
  const unlooked = left.filter((finding) => reasonNotFixed(finding) !== undefined);
  const allAccepted = [...keptFindings, ...added, ...unlooked];
  return {
    list: { schemaVersion: 1, kind: "accepted-findings", findings: entriesOf(allAccepted) },
    added: added.length,
    addedErrors: added.flatMap(({ rule, severity }) => (severity === "error" ? [rule] : [])),
    kept: keptFindings.length + unlooked.length,
    dropped: acceptedBefore.length - keptFindings.length - unlooked.length,
    left: fresh.length - added.length,
  };
}

/** Merges equal findings into one entry with their count, in a stable order: equal inputs give equal bytes. */
function entriesOf(accepted: readonly AcceptedFinding[]): AcceptedEntry[] {
  const groups = Map.groupBy(accepted.map(entryOf), (entry) => JSON.stringify(entry));
  return [...groups]
    .sort(([one], [other]) => compareText(one, other))
    .flatMap(([, [entry, ...more]]) => (entry === undefined ? [] : [{ ...entry, count: 1 + more.length }]));
}

function entryOf(finding: AcceptedFinding): AcceptedEntry {
  const { rule, severity, container, message, source, accepted, since } = finding;
  return {
    ...placeOf(finding),
    rule,
    severity: severities.find((name) => name === severity) ?? "warning",
    ...(container !== undefined && { container }),
    message,
    ...(source !== undefined && { source }),
    count: 1,
    reason: accepted.reason,
    since,
    until: accepted.until,
  };
}

function placeOf({ inText, place }: Comparable): Pick<AcceptedEntry, "file" | "place"> {
  return inText ? { file: place } : { place };
}
