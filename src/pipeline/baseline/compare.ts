import type { Finding } from "../../domain/finding/finding.ts";
import type { Baseline, PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { comparable, comparableVulnerability, keysOf, type Comparable, type Earlier } from "./earlier.ts";
import { whyNotFixed } from "./why-not-fixed.ts";

export interface Circumstances {
  /** ISO date. */
  readonly today: string;
  /** Whether there is still a file of that name. */
  readonly exists: (file: string) => boolean;
  /** Rules that no list of accepted findings counts for: it may lie in the repository. */
  readonly isEnforced?: (rule: string) => boolean;
  /** Why the list of vulnerabilities is not whole, where flags made it so. */
  readonly partly?: string;
}

/**
 * The report with what is new and what was there before. Each finding of the baseline stands for one of today, the most alike first, so a second one of a
 * kind is new. What is gone is `fixed` only where its rule looked again; a report never loses a finding by this.
 */
export function compareReports(report: Report, earlier: Earlier, around: Circumstances): Report {
  const { targets } = report;
  const isRefused = ({ rule }: PastFinding) => earlier.kind === "accepted" && around.isEnforced?.(rule) === true;
  const held = earlier.findings.filter((one) => !isExpired(one, around.today) && !isRefused(one));
  const now = report.findings.map((finding) => comparable(finding, targets));
  const matched = match(now, held);
  const findings = report.findings.map((finding, index): Finding => {
    const accepted = matched.of.get(index)?.accepted;
    return { ...finding, state: matched.of.has(index) ? "same" : "new", ...(accepted && { accepted }) };
  });
  const known = knownVulnerabilities(report, earlier);
  const looked = whyNotFixed(report, around.exists);
  const gone = [
    ...matched.left.map((one) => ({ past: pastOf(one), why: looked(one) })),
    ...earlier.findings.filter(isRefused).map((one) => ({ past: pastOf(one), why: "its rule is enforced" })),
    ...known.left.map((past) => ({ past, why: known.whyNotFixed(past, around) })),
  ];
  const states = [...findings, ...known.open].map(({ state }) => state);
  return {
    ...report,
    findings,
    ...(known.vulnerabilities && { vulnerabilities: known.vulnerabilities }),
    baseline: {
      file: earlier.file,
      kind: earlier.kind,
      new: states.filter((state) => state === "new").length,
      same: states.filter((state) => state === "same").length,
      fixed: gone.flatMap(({ past, why }) => (why === undefined ? [past] : [])),
      notCompared: gone.flatMap(({ past, why }) => (why === undefined ? [] : [{ ...past, why }])),
      expired: earlier.findings.filter((one) => isExpired(one, around.today) && !isRefused(one)).map(pastOf),
    } satisfies Baseline,
  };
}

export function isExpired({ accepted }: Pick<PastFinding, "accepted">, today: string): boolean {
  return accepted?.until !== undefined && accepted.until < today;
}

/** Which of today's is which of the baseline, by their keys from the closest to the widest. */
export function match<T extends Comparable>(now: readonly Comparable[], past: readonly T[]) {
  const of = new Map<number, T>();
  const left = new Set(past);
  for (let level = 0; level < mostKeys; level++) {
    const waiting = Map.groupBy([...left].reverse(), (one) => keysOf(one)[level] ?? "");
    for (const [index, one] of now.entries()) {
      const key = of.has(index) ? undefined : keysOf(one)[level];
      const found = key === undefined ? undefined : waiting.get(key)?.pop();
      if (found === undefined) continue;
      of.set(index, found);
      left.delete(found);
    }
  }
  return { of, left: [...left] };
}

const mostKeys = 3;

function knownVulnerabilities(report: Report, earlier: Earlier) {
  const { targets, vulnerabilities, remedies, advisories } = report;
  // A `check` reports them by findings.
  if (vulnerabilities === undefined || remedies === undefined)
    return { open: [], left: [], whyNotFixed: () => "not checked this time" };
  const waiting = new Map<string, ComparableSet>();
  const left = new Set(earlier.vulnerabilities);
  for (const one of earlier.vulnerabilities)
    for (const name of one.names) waiting.set(name, (waiting.get(name) ?? new Set()).add(one));
  const take = (names: readonly string[]): boolean => {
    for (const name of names)
      for (const one of waiting.get(name) ?? []) {
        if (!left.delete(one)) continue;
        for (const other of one.names) waiting.get(other)?.delete(one);
        return true;
      }
    return false;
  };
  const aside = new Map<string, string>();
  const all = vulnerabilities.map((one) => {
    const { names } = comparableVulnerability(one, targets);
    if (one.suppressed === undefined) return { ...one, state: take(names) ? ("same" as const) : ("new" as const) };
    for (const name of names) aside.set(name, one.suppressed.reason);
    return one;
  });
  return {
    vulnerabilities: all,
    open: all.filter(({ suppressed }) => suppressed === undefined),
    left: [...left],
    whyNotFixed(past: PastFinding, { partly }: Circumstances): string | undefined {
      const reason = aside.get(`${past.rule} ${past.place}`);
      if (reason !== undefined) return `set aside: ${reason}`;
      return partly ?? (advisories === undefined ? "no advisories were asked this time" : undefined);
    },
  };
}

type ComparableSet = Set<Earlier["vulnerabilities"][number]>;

function pastOf({ rule, severity, place, container, message, accepted }: PastFinding): PastFinding {
  return {
    rule,
    severity,
    place,
    ...(container !== undefined && { container }),
    message,
    ...(accepted && { accepted }),
  };
}
