import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { Witness } from "../../domain/profile/witness.ts";
import type { ExperimentResult } from "./experiment-result.ts";

export function idsOf(trials: readonly Trial[]): string[] {
  return trials.map(({ id }) => id);
}

export function witness(field: Witness["field"], value: string, result: ExperimentResult): Witness {
  const broke = result.trials.filter(({ outcome }) => outcome === "breaks");
  const restrictions = broke[0]?.restrictions;
  return { field, value, trials: idsOf(broke), problem: result.problem, ...(restrictions && { restrictions }) };
}

export function proof(claim: string, result: ExperimentResult, detail: string): Proof {
  return {
    claim,
    trials: idsOf(result.trials),
    verdict: result.passes ? "holds" : result.unsure === true ? "unsure" : "breaks",
    detail: result.passes ? detail : result.problem,
  };
}

/** `t3, t4: breaks: ...` */
export function describeResult(result: ExperimentResult, circumstance: string): string {
  const agree = result.trials.filter(({ outcome }) => (outcome === "passes") === result.passes);
  const ids = idsOf(agree).join(", ");
  return result.passes ? `${ids}: passes ${circumstance}` : `${ids}: breaks ${circumstance}: ${result.problem}`;
}
