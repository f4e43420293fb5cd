import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { sameText } from "../judge/same-text.ts";
import { idsOf, proof } from "../lab/answer-words.ts";
import { findCulprit } from "../lab/culprit/culprit.ts";
import type { Lab } from "../lab/lab.ts";
import { stopFaultText } from "../lab/stop-fault.ts";

/** Each restriction was learned under the others before it; this runs the whole, limits at their final values, twice. */
export async function proveTogether(lab: Lab, restrictions: Restrictions): Promise<Proof> {
  const claim = "behaves as the original under the whole profile, restart included";
  const answer = await lab.confirm("the whole profile", restrictions);
  const stop = stopFaultText(lab.baseline);
  if (answer.passes)
    return { claim, trials: idsOf(answer.trials), verdict: "holds", detail: `${sameText(answer.trials)}.${stop}` };
  if (answer.unsure === true) return proof(claim, answer, "");
  const found = await findCulprit(lab, restrictions, answer);
  return {
    claim,
    trials: [...idsOf(answer.trials), ...found.trials],
    verdict: "breaks",
    detail: `${answer.problem}. ${found.detail}${stop}`,
    ...(found.culprit === undefined ? {} : { culprit: found.culprit }),
  };
}
