import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { Witness } from "../../domain/profile/witness.ts";
import type { ExperimentResult } from "./experiment-result.ts";

export function idsOf(trials: readonly Trial[]): string[] {
  return trials.map(({ id }) => id);
}

export function witness(field: Witness["field"], value: string, answer: ExperimentResult): Witness {
  const broke = answer.trials.filter(({ outcome }) => outcome === "breaks");
  const restrictions = broke[0]?.restrictions;
  return { field, value, trials: idsOf(broke), problem: answer.problem, ...(restrictions && { restrictions }) };
}

export function proof(claim: string, answer: ExperimentResult, detail: string): Proof {
  return {
    claim,
    trials: idsOf(answer.trials),
    verdict: answer.passes ? "holds" : answer.unsure === true ? "unsure" : "breaks",
    detail: answer.passes ? detail : answer.problem,
  };
}

/** `t3, t4: breaks: ...` */
export function describeResult(answer: ExperimentResult, circumstance: string): string {
  const agree = answer.trials.filter(({ outcome }) => (outcome === "passes") === answer.passes);
  const ids = idsOf(agree).join(", ");
  return answer.passes ? `${ids}: passes ${circumstance}` : `${ids}: breaks ${circumstance}: ${answer.problem}`;
}
