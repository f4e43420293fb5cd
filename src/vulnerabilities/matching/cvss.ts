import { ownValue } from "../../domain/own-value.ts";
import library from "ae-cvss-calculator";
import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";

/** Its own type is `any`. */
const fromVector = library.fromVector as (
  vector: string,
) => { calculateScores(normalize: boolean): { readonly base?: number } } | null | undefined;

export interface CvssScore {
  /** `4.0`, `3.1`, `3.0`, `2.0`. */
  readonly version: string;
  /** 0 to 10. */
  readonly base: number;
  readonly severity: AdvisorySeverity;
  readonly vector: string;
}

/** Metrics of the base score; threat and environmental ones are the reader's own (https://www.first.org/cvss/v4-0/specification-document, 1.3). */
const baseMetrics: Readonly<Record<string, RegExp>> = {
  "4": /^(?:AV|AC|AT|PR|UI|VC|VI|VA|SC|SI|SA):/,
  "3": /^(?:AV|AC|PR|UI|S|C|I|A):/,
  "2": /^(?:AV|AC|Au|C|I|A):/,
};

const scoreCache = new Map<string, CvssScore | undefined>();

/** Base score of a vector: CVSS 4.0, 3.x, or 2 without a prefix. Undefined when it is not one, or not all of one. */
function cvssScore(vector: string): CvssScore | undefined {
  if (scoreCache.has(vector)) return scoreCache.get(vector);
  const score = calculate(vector);
  if (scoreCache.size > 20_000) scoreCache.clear();
  scoreCache.set(vector, score);
  return score;
}

/** `2.0` where it names none. */
function versionOf(vector: string): string {
  return /^CVSS:([234]\.[01])\//.exec(vector.trim())?.[1] ?? "2.0";
}

function calculate(vector: string): CvssScore | undefined {
  const version = versionOf(vector);
  const [, metricText = ""] = /^(?:CVSS:[234]\.[01]\/)?([A-Za-z:/]{1,400})$/.exec(vector.trim()) ?? [];
  const metrics = metricText
    .split("/")
    .filter((metric) => ownValue(baseMetrics, version.slice(0, 1))?.test(metric) === true);
  if (metrics.length === 0) return undefined;
  try {
    const prefix = version === "2.0" ? "" : `CVSS:${version}/`;
    const base = fromVector(prefix + metrics.join("/"))?.calculateScores(false).base;
    if (base === undefined || !Number.isFinite(base)) return undefined;
    return { version, base, severity: ratingOf(version, base), vector };
  } catch {
    return undefined;
  }
}

/** Qualitative scale of CVSS 3 and 4; of 2 as the NVD has it (https://nvd.nist.gov/vuln-metrics/cvss). */
function ratingOf(version: string, base: number): AdvisorySeverity {
  if (base === 0) return "negligible";
  if (base < 4) return "low";
  if (base < 7) return "medium";
  return base < 9 || version === "2.0" ? "high" : "critical";
}

/**
 * The score by the newest version of CVSS; the highest of several. Older ones are skipped: a score takes a tenth of a
 * millisecond.
 */
export function newestScore(vectors: readonly string[]): CvssScore | undefined {
  const byVersion = [...Map.groupBy(vectors, versionOf)].sort(([a], [b]) => Number(b) - Number(a));
  for (const [, alike] of byVersion) {
    const [highest] = alike.flatMap((vector) => cvssScore(vector) ?? []).sort((a, b) => b.base - a.base);
    if (highest !== undefined) return highest;
  }
  return undefined;
}
