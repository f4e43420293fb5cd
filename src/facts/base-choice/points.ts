import { advisorySeverities, type AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import type { BaseCandidate, BaseLife, VulnerabilityCounts, MissingEvidence } from "../../domain/image/base-choice.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { isRootUser } from "../../text/is-root-user.ts";

/** Points of a vulnerability. One of unknown severity counts as medium: no one has rated it lower. */
const vulnerabilityPoints: Readonly<Record<AdvisorySeverity, number>> = {
  critical: 10,
  high: 5,
  medium: 2,
  low: 0.5,
  negligible: 0,
  unknown: 2,
};
const exploitedPoints = 50;
const endedPoints = 1000;
const pendingPoints = 1;

/** The scale in words, for readers of a ranking. */
export const scale: readonly string[] = [
  `a vulnerability: ${advisorySeverities.map((severity) => `${severity} ${vulnerabilityPoints[severity]}`).join(", ")}; ${exploitedPoints} more when it is known to be exploited`,
  "vulnerabilities are the mean of today's and of the mean over the life of the recorded builds, where there is one",
  `${endedPoints} for a distribution or runtime that has had its last day with fixes`,
  `${pendingPoints} for a pending update, 1 for thirty days of age, 1 for 25 MB as sent (of a source that does not compress: 75 MB), 0.02 for a package`,
  "1 each for a shell, for a package manager, and for root as the default user",
  "without answers about vulnerabilities a base comes after all that have them: unknown is not zero",
];

/** Distinct vulnerabilities, each at its highest severity, without suppressed ones. */
export function countVulnerabilities(vulnerabilities: readonly Vulnerability[]): VulnerabilityCounts {
  const casesById = Map.groupBy(
    vulnerabilities.filter(({ suppressed }) => suppressed === undefined),
    ({ id }) => id,
  );
  const severities = Object.fromEntries(advisorySeverities.map((severity) => [severity, 0])) as Record<
    AdvisorySeverity,
    number
  >;
  let fixable = 0;
  let exploited = 0;
  for (const cases of casesById.values()) {
    const worstSeverity =
      advisorySeverities.find((severity) => cases.some((vulnerability) => vulnerability.severity === severity)) ??
      "unknown";
    severities[worstSeverity]++;
    if (cases.some(({ status }) => status === "fixed")) fixable++;
    if (cases.some(({ kev }) => kev !== undefined)) exploited++;
  }
  return { severities, fixable, exploited };
}

/** Number of distinct vulnerabilities; negligible ones are counted apart by everybody, so they are not in it. */
export function sumOf({ severities }: VulnerabilityCounts): number {
  return advisorySeverities.reduce((sum, severity) => sum + (severity === "negligible" ? 0 : severities[severity]), 0);
}

export function pointsOfVulnerabilities({ severities, exploited }: VulnerabilityCounts): number {
  return round(
    advisorySeverities.reduce(
      (sum, severity) => sum + severities[severity] * vulnerabilityPoints[severity],
      exploited * exploitedPoints,
    ),
  );
}

/** Bytes that are sent when only the unpacked size is known: layers of distributions shrink to about a third. */
const shrink = 3;
const megabyte = 1_000_000;

export interface BaseRisk {
  readonly vulnerabilities: VulnerabilityCounts | MissingEvidence;
  readonly life: BaseLife | undefined;
}

/** Points of each part of a candidate, in the order of the scale, without empty parts. */
export function pointParts(
  candidate: Pick<
    BaseCandidate,
    | "lifeCycles"
    | "pending"
    | "ageDays"
    | "compressedBytes"
    | "sizeBytes"
    | "packages"
    | "shell"
    | "packageManagers"
    | "user"
  >,
  { vulnerabilities, life }: BaseRisk,
): BaseCandidate["parts"] {
  const today = "missing" in vulnerabilities ? undefined : pointsOfVulnerabilities(vulnerabilities);
  const riskPoints =
    today === undefined ? life?.meanPoints : life === undefined ? today : (today + life.meanPoints) / 2;
  const sent = candidate.compressedBytes ?? candidate.sizeBytes / shrink;
  const ended = candidate.lifeCycles.filter(({ ended: over }) => over);
  return [
    {
      what: life === undefined ? "vulnerabilities" : "vulnerabilities, today and over its life",
      points: riskPoints ?? 0,
    },
    { what: `end of life: ${ended.map(({ product }) => product).join(", ")}`, points: ended.length * endedPoints },
    {
      what: "pending updates",
      points: "missing" in candidate.pending ? 0 : candidate.pending.packages * pendingPoints,
    },
    { what: "age", points: (candidate.ageDays ?? 0) / 30 },
    { what: "size", points: sent / (25 * megabyte) },
    { what: "packages", points: candidate.packages * 0.02 },
    { what: "shell", points: candidate.shell ? 1 : 0 },
    { what: "package manager", points: candidate.packageManagers.length > 0 ? 1 : 0 },
    { what: "root by default", points: isRootUser(candidate.user) ? 1 : 0 },
  ]
    .map(({ what, points }) => ({ what, points: round(points) }))
    .filter(({ points }) => points > 0);
}

/**
 * Best first: images proven to break come last, before them those with unknown vulnerabilities, then by points. Ties are ordered by name.
 */
export function rankBases(candidates: readonly BaseCandidate[]): readonly BaseCandidate[] {
  const group = ({ proof, vulnerabilities, life }: BaseCandidate): number =>
    (proof?.verdict === "breaks" || proof?.verdict === "not-built" ? 4 : 0) +
    ("missing" in vulnerabilities && life === undefined ? 2 : 0);
  return candidates.toSorted(
    (a, b) => group(a) - group(b) || a.points - b.points || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
