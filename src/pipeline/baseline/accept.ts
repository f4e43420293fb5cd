import { severities } from "../../domain/finding/finding.ts";
import type { AcceptedEntry, AcceptedFindings } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { compareText } from "../../text/compare-text.ts";
import { isExpired, match } from "./compare.ts";
import { comparable, type Comparable } from "./earlier.ts";
import type { AcceptedFinding } from "./read-baseline.ts";
import { whyNotFixed } from "./why-not-fixed.ts";

export interface AcceptWish {
  readonly reason: string;
  /** ISO dates. */
  readonly until: string;
  readonly today: string;
  /** Errors are accepted as well. */
  readonly errors: boolean;
  readonly exists: (file: string) => boolean;
}

export interface AcceptedNow {
  readonly list: AcceptedFindings;
  readonly added: number;
  /** Rules of the added findings that are errors, one for each. */
  readonly addedErrors: readonly string[];
  readonly kept: number;
  /** Entries for what is not found any more, or whose day has passed. */
  readonly dropped: number;
  /** Errors that were not to be accepted. */
  readonly left: number;
}

/** The findings of a report as accepted ones. What was accepted before keeps its reason and its day; what was not looked for this time stays. */
export function acceptFindings(report: Report, before: readonly AcceptedFinding[], wish: AcceptWish): AcceptedNow {
  const { reason, until, today, errors } = wish;
  const now = report.findings.map((finding) => comparable(finding, report.targets));
  const held = before.filter((one) => !isExpired(one, today));
  const { of, left } = match(now, held);
  const kept = now.flatMap((one, index) => {
    const known = of.get(index);
    return known === undefined ? [] : [{ ...one, accepted: known.accepted, since: known.since }];
  });
  const fresh = now.filter((_, index) => !of.has(index));
  const added = fresh
    .filter(({ severity }) => errors || severity !== "error")
    .map((one) => ({ ...one, accepted: { reason, until }, since: today }));
  const looked = whyNotFixed(report, wish.exists);
  const unlooked = left.filter((one) => looked(one) !== undefined);
  const all = [...kept, ...added, ...unlooked];
  return {
    list: { schemaVersion: 1, kind: "accepted-findings", findings: entriesOf(all) },
    added: added.length,
    addedErrors: added.flatMap(({ rule, severity }) => (severity === "error" ? [rule] : [])),
    kept: kept.length + unlooked.length,
    dropped: before.length - kept.length - unlooked.length,
    left: fresh.length - added.length,
  };
}

/** Equal ones are one entry with their number, in an order of its own: equal inputs give equal bytes. */
function entriesOf(all: readonly AcceptedFinding[]): AcceptedEntry[] {
  const groups = Map.groupBy(all.map(entryOf), (entry) => JSON.stringify(entry));
  return [...groups]
    .sort(([one], [other]) => compareText(one, other))
    .flatMap(([, [entry, ...more]]) => (entry === undefined ? [] : [{ ...entry, count: 1 + more.length }]));
}

function entryOf(one: AcceptedFinding): AcceptedEntry {
  const { rule, severity, container, message, source, accepted, since } = one;
  return {
    ...placeOf(one),
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
