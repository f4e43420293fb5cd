import type { BaseCandidate, BaseChoice } from "../../domain/image/base-choice.ts";

/**
 * The best base to move to without adapting the application: proven to run, if requested; otherwise one without
 * a change of libc or of a runtime's major version from the base in use. `candidates` are ranked.
 */
export function recommend(
  candidates: readonly BaseCandidate[],
  { proven }: { readonly proven: boolean },
): Pick<BaseChoice, "recommended" | "reason"> {
  const ended = ({ lifeCycles }: BaseCandidate) => lifeCycles.some(({ ended: over }) => over);
  const open = candidates.filter((candidate) => !ended(candidate));
  if (open.length === 0) return { reason: "every base that was read has had its last day with fixes" };
  const fitting = proven
    ? open.filter(({ proof }) => proof?.verdict === "passes")
    : open.filter((candidate) => !isBreak(candidate));
  const [best] = fitting;
  if (best === undefined) {
    return {
      reason: proven
        ? "the application passes its workload on none of the supported bases that were tried"
        : "every other base changes the libc or a major version: --prove says on which the application runs",
    };
  }
  const caveat =
    "missing" in best.vulnerabilities
      ? `, though its vulnerabilities are not known: ${best.vulnerabilities.missing}`
      : "";
  if (best.inUse)
    return {
      recommended: best.name,
      reason: `the base in use has the fewest points of those that ${proven ? "pass" : "change neither libc nor major version"}${caveat}`,
    };
  const used = candidates.find(({ inUse }) => inUse);
  const against = used === undefined ? "" : `, ${used.points} has the base in use`;
  const evidence = proven
    ? `the application passes its workload on it (${best.proof?.detail ?? ""})`
    : used === undefined
      ? "the fewest points of those that get fixes"
      : "libc and major version stay; --prove says whether the application runs on it";
  return { recommended: best.name, reason: `${best.points} points${against}; ${evidence}${caveat}` };
}

function isBreak({ changes }: BaseCandidate): boolean {
  return changes.some(({ kind }) => kind === "libc" || kind === "major");
}
