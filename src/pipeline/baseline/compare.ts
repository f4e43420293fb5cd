import type { Finding } from "../../domain/finding/finding.ts";
import type { Baseline, PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { comparable, comparableVulnerability, keysOf, type Comparable, type EarlierReport } from "./earlier-report.ts";
import { whyNotFixed } from "./why-not-fixed.ts";

export interface Circumstances {
  /** ISO date. */
  readonly today: string;
  /** Whether a file of that name still exists. */
  readonly exists: (file: string) => boolean;
  /** Rules whose findings cannot be accepted: the list may be part of the repository. */
  readonly isEnforced?: (rule: string) => boolean;
  /** Why flags made the list of vulnerabilities incomplete. */
  readonly partly?: string;
}

/**
 * The report with the state of each finding: new or same. Each finding of the baseline matches one current finding, the most similar first, so a second one of a
 * kind is new. A past finding is `fixed` only where its rule ran again; the comparison never removes a finding from a report.
 */
export function compareReports(report: Report, earlier: EarlierReport, circumstances: Circumstances): Report {
  const { targets } = report;
  const isRefused = ({ rule }: PastFinding) => earlier.kind === "accepted" && circumstances.isEnforced?.(rule) === true;
  const comparedFindings = earlier.findings.filter(
    (finding) => !isExpired(finding, circumstances.today) && !isRefused(finding),
  );
  const current = report.findings.map((finding) => comparable(finding, targets));
  const matched = matchFindings(current, comparedFindings);
  const findings = report.findings.map((finding, index): Finding => {
    const accepted = matched.of.get(index)?.accepted;
    return { ...finding, state: matched.of.has(index) ? "same" : "new", ...(accepted && { accepted }) };
  });
  const vulnerabilityStates = knownVulnerabilities(report, earlier);
  const reasonNotFixed = whyNotFixed(report, circumstances.exists);
  const unmatched = [
    ...matched.left.map((finding) => ({ past: pastOf(finding), why: reasonNotFixed(finding) })),
    ...earlier.findings.filter(isRefused).map((finding) => ({ past: pastOf(finding), why: "its rule is enforced" })),
    ...vulnerabilityStates.left.map((past) => ({ past, why: vulnerabilityStates.whyNotFixed(past, circumstances) })),
  ];
  const states = [...findings, ...vulnerabilityStates.open].map(({ state }) => state);
  return {
    ...report,
    findings,
    ...(vulnerabilityStates.vulnerabilities && { vulnerabilities: vulnerabilityStates.vulnerabilities }),
    baseline: {
      file: earlier.file,
      kind: earlier.kind,
      new: states.filter((state) => state === "new").length,
      same: states.filter((state) => state === "same").length,
      fixed: unmatched.flatMap(({ past, why }) => (why === undefined ? [past] : [])),
      notCompared: unmatched.flatMap(({ past, why }) => (why === undefined ? [] : [{ ...past, why }])),
      expired: earlier.findings
        .filter((finding) => isExpired(finding, circumstances.today) && !isRefused(finding))
        .map(pastOf),
    } satisfies Baseline,
  };
}

export function isExpired({ accepted }: Pick<PastFinding, "accepted">, today: string): boolean {
  return accepted?.until !== undefined && accepted.until < today;
}

/** Matches current findings with those of the baseline, from the narrowest key to the widest. */
export function matchFindings<T extends Comparable>(current: readonly Comparable[], past: readonly T[]) {
  const of = new Map<number, T>();
  const unmatched = new Set(past);
  for (let level = 0; level < maxKeys; level++) {
    const waiting = Map.groupBy([...unmatched].reverse(), (finding) => keysOf(finding)[level] ?? "");
    for (const [index, finding] of current.entries()) {
      const key = of.has(index) ? undefined : keysOf(finding)[level];
      const pastFinding = key === undefined ? undefined : waiting.get(key)?.pop();
      if (pastFinding === undefined) continue;
      of.set(index, pastFinding);
      unmatched.delete(pastFinding);
    }
  }
  return { of, left: [...unmatched] };
}

const maxKeys = 3;

function knownVulnerabilities(report: Report, earlier: EarlierReport) {
  const { targets, vulnerabilities, remedies, advisories } = report;
  // A `check` reports them as findings.
  if (vulnerabilities === undefined || remedies === undefined)
    return { open: [], left: [], whyNotFixed: () => "not checked this time" };
  const waiting = new Map<string, PastVulnerabilities>();
  const unmatched = new Set(earlier.vulnerabilities);
  for (const past of earlier.vulnerabilities)
    for (const name of past.names) waiting.set(name, (waiting.get(name) ?? new Set()).add(past));
  const take = (names: readonly string[]): boolean => {
    for (const name of names)
      for (const past of waiting.get(name) ?? []) {
        if (!unmatched.delete(past)) continue;
        for (const alias of past.names) waiting.get(alias)?.delete(past);
        return true;
      }
    return false;
  };
  const aside = new Map<string, string>();
  const states = vulnerabilities.map((vulnerability) => {
    const { names } = comparableVulnerability(vulnerability, targets);
    if (vulnerability.suppressed === undefined)
      return { ...vulnerability, state: take(names) ? ("same" as const) : ("new" as const) };
    for (const name of names) aside.set(name, vulnerability.suppressed.reason);
    return vulnerability;
  });
  return {
    vulnerabilities: states,
    open: states.filter(({ suppressed }) => suppressed === undefined),
    left: [...unmatched],
    whyNotFixed(past: PastFinding, { partly }: Circumstances): string | undefined {
      const reason = aside.get(`${past.rule} ${past.place}`);
      if (reason !== undefined) return `set aside: ${reason}`;
      return partly ?? (advisories === undefined ? "no advisories were asked this time" : undefined);
    },
  };
}

type PastVulnerabilities = Set<EarlierReport["vulnerabilities"][number]>;

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
