import type { Capability } from "../../domain/profile/capability.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { sameText } from "../judge/same-text.ts";
import { idsOf, proof } from "../lab/answer-words.ts";
import type { Lab } from "../lab/lab.ts";
import type { Lesson } from "./lesson.ts";
import { restorePrivileges } from "./restore-privileges.ts";

/**
 * Each restriction was learned under the others before it; this runs the whole, limits at their final values, twice. Where it breaks, the lesson is what it lacks. `used`
 * are capabilities that the original was seen to use.
 */
export async function proveTogether(
  lab: Lab,
  restrictions: Restrictions,
  used: readonly Capability[],
): Promise<{ readonly proof: Proof; readonly lesson?: Lesson }> {
  const claim = "behaves as the original under the whole profile, restart included";
  const answer = await lab.confirm("the whole profile", restrictions);
  const trials = idsOf(answer.trials);
  if (answer.passes) return { proof: { claim, trials, verdict: "holds", detail: sameText(answer.trials) } };
  if (answer.unsure === true) return { proof: proof(claim, answer, "") };
  const { culprit, lesson } = await restorePrivileges(lab, restrictions, answer, used);
  const broken: Proof = {
    claim,
    trials: [...trials, ...culprit.trials],
    verdict: "breaks",
    detail: `${answer.problem}. ${culprit.detail}`,
    ...(culprit.culprit === undefined ? {} : { culprit: culprit.culprit }),
  };
  return { proof: broken, ...(lesson && { lesson }) };
}
