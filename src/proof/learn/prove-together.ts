import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { WatchedFor } from "../../domain/profile/profile.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { sameText } from "../judge/same-text.ts";
import { idsOf, proof } from "../lab/answer-words.ts";
import { findCulprit } from "../lab/culprit/culprit.ts";
import type { Lab } from "../lab/lab.ts";
import { confirmWatched } from "../lab/confirm-watched.ts";
import { stopFaultText } from "../lab/stop-fault.ts";

export interface Together {
  readonly proof: Proof;
  /** Under what it was proven: without the init process that was learned, where that alone broke it. */
  readonly restrictions: Restrictions;
  readonly watched: WatchedFor;
}

/** Each restriction was learned under the others before it; this runs the whole, limits at their final values, twice, and once more until its processes no longer change. */
export async function proveTogether(lab: Lab, restrictions: Restrictions): Promise<Together> {
  const claim = "behaves as the original under the whole profile, restart included";
  const title = "the whole profile";
  const stop = stopFaultText(lab.baseline);
  const holds = (trials: Parameters<typeof sameText>[0]): Proof => ({
    claim,
    trials: idsOf(trials),
    verdict: "holds",
    detail: `${sameText(trials)}.${stop}`,
  });
  const whole = await confirmWatched(lab, title, restrictions);
  const { watched } = whole;
  if (whole.passes) return { proof: holds(whole.trials), restrictions, watched };
  if (whole.unsure === true) return { proof: proof(claim, whole, ""), restrictions, watched };
  const { init, ...without } = restrictions;
  if (init === true && lab.workload.grants?.init !== true) {
    const again = await confirmWatched(lab, `${title} without the init process`, without);
    if (again.passes) return { proof: holds(again.trials), restrictions: without, watched: again.watched };
  }
  const found = await findCulprit(whole.lab, restrictions, whole);
  const broken: Proof = {
    claim,
    trials: [...idsOf(whole.trials), ...found.trials],
    verdict: "breaks",
    detail: `${whole.problem}. ${found.detail}${stop}`,
    ...(found.culprit === undefined ? {} : { culprit: found.culprit }),
  };
  return { proof: broken, restrictions, watched };
}
