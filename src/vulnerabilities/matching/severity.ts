import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import { newestScore, type CvssScore } from "./cvss.ts";
import type { AdvisoryJudgement } from "./vulnerability-groups.ts";

export interface Severity {
  readonly severity: AdvisorySeverity;
  readonly severitySource: string;
  readonly vectors: readonly string[];
  readonly score?: number;
}

/** The vendor's word for this package, then the word of an advisory database, then the score of a vector. */
export function severityOf(
  judgements: readonly AdvisoryJudgement[],
  isVendor: (said: AdvisoryJudgement) => boolean,
): Severity {
  const vectors = [...new Set(judgements.flatMap(({ advisory }) => advisory.vectors))].sort();
  const best = newestScore(vectors);
  const worded = judgements.filter(
    ({ advisory }) => advisory.severity !== undefined && advisory.severity !== "unknown",
  );
  const word = worded.find(isVendor) ?? worded[0];
  return {
    ...(word?.advisory.severity === undefined
      ? scored(judgements, best)
      : { severity: word.advisory.severity, severitySource: word.advisory.source }),
    vectors,
    ...(best === undefined ? {} : { score: best.base }),
  };
}

function scored(
  judgements: readonly AdvisoryJudgement[],
  best: CvssScore | undefined,
): Pick<Severity, "severity" | "severitySource"> {
  if (best === undefined) return { severity: "unknown", severitySource: "none" };
  const source = judgements.find(({ advisory }) => advisory.vectors.includes(best.vector))?.advisory.source ?? "";
  return { severity: best.severity, severitySource: `cvss:${best.version} of ${source}` };
}
