import { advisorySeverities } from "../../domain/advisory/advisory.ts";
import type { BaseCandidate, BaseLife } from "../../domain/image/base-choice.ts";
import { bytesText, countText } from "./units.ts";

const letters = { critical: "C", high: "H", medium: "M", low: "L", negligible: "N", unknown: "?" } as const;

/** `1C 4H 2M`, `none`; `not known` if no source could tell. */
export function vulnerabilitiesText({ vulnerabilities }: BaseCandidate): string {
  if ("missing" in vulnerabilities) return "not known";
  const counts = advisorySeverities.filter(
    (severity) => severity !== "negligible" && vulnerabilities.severities[severity] > 0,
  );
  const text = counts.map((severity) => `${vulnerabilities.severities[severity]}${letters[severity]}`).join(" ");
  return text === "" ? "none" : text;
}

/** `52 MB` compressed, or unpacked if the source does not compress. */
export function sizeText({ compressedBytes, sizeBytes }: BaseCandidate): string {
  return compressedBytes === undefined ? `${bytesText(sizeBytes)} unpacked` : bytesText(compressedBytes);
}

/** Remarks on a candidate besides its numbers, the most important first. */
export function remarks(candidate: BaseCandidate): string[] {
  const { proof, lifeCycles, changes, vulnerabilities, pending, life } = candidate;
  const counts = "missing" in vulnerabilities ? undefined : vulnerabilities;
  return [
    ...(proof === undefined || proof.verdict === "not-tried" ? [] : [`${proofWords[proof.verdict]}: ${proof.detail}`]),
    ...lifeCycles
      .filter(({ ended }) => ended)
      .map(({ product, until }) => `${product} has had no fixes since ${until}`),
    ...changes.map(({ kind, text }) => (kind === "libc" || kind === "major" ? `! ${text}` : text)),
    ...("missing" in vulnerabilities ? [`vulnerabilities not known: ${vulnerabilities.missing}`] : []),
    ...(counts !== undefined && counts.exploited > 0
      ? [`${counts.exploited} of its vulnerabilities are known to be exploited`]
      : []),
    ...(counts !== undefined && counts.fixable > 0
      ? [`${countText(counts.fixable, "vulnerability", "vulnerabilities")} with a fix that this build does not have`]
      : []),
    ...("missing" in pending
      ? []
      : [`${countText(pending.packages, "update")} pending, which fix ${countText(pending.vulnerabilities, "CVE")}`]),
    ...(life === undefined ? [] : [lifeText(life)]),
    ...(candidate.alsoNamed.length === 0 ? [] : [`also named ${candidate.alsoNamed.join(", ")}`]),
  ];
}

const proofWords = {
  passes: "the application passes",
  breaks: "the application breaks",
  "not-built": "does not build",
  "not-tried": "not tried",
} as const;

function lifeText({ builds, meanVulnerabilities, days }: BaseLife): string {
  return `over its life of ${countText(days, "day")} (${countText(builds.length, "recorded build")}): ${countText(meanVulnerabilities, "vulnerability", "vulnerabilities")} in the mean ${spark(builds.flatMap((build) => build.days.map(({ vulnerabilities }) => vulnerabilities)))}`;
}

const bars = "▁▂▃▄▅▆▇█";

/** One character per sample, at most 24 of them. */
function spark(values: readonly number[]): string {
  const maxCount = Math.max(1, ...values);
  const step = Math.max(1, values.length / 24);
  const samples = Array.from({ length: Math.min(24, values.length) }, (_, at) => values[Math.floor(at * step)] ?? 0);
  return samples.map((value) => bars[Math.round((value / maxCount) * (bars.length - 1))]).join("");
}

/** `Debian 13 (trixie), glibc, Python 3.13.1, as root, shell, apt-get` */
export function traitsText(candidate: BaseCandidate): string {
  const { os, libc, runtimes, user, shell, packageManagers } = candidate;
  return [
    os,
    libc === "none" ? "no libc" : libc === "unknown" ? "libc unknown" : libc,
    ...runtimes,
    `as ${user}`,
    shell ? "shell" : "no shell",
    packageManagers.join(", ") || "no package manager",
  ].join(" · ");
}

export function ageText({ ageDays }: BaseCandidate): string {
  return ageDays === undefined ? "?" : `${ageDays} d`;
}
