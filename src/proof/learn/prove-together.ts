import type { Capability } from "../../domain/profile/capability.ts";
import type { WatchedFor } from "../../domain/profile/profile.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import type { BrokenTool } from "../../domain/profile/broken-tool.ts";
import { sameText } from "../judge/same-text.ts";
import { idsOf, proof } from "../experiment/describe-result.ts";
import { confirmWatched } from "../experiment/confirm-watched.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { stopFaultText } from "../experiment/stop-fault.ts";
import { compareTools } from "../tools/compare-tools.ts";
import type { Tool } from "../tools/run-tools.ts";
import type { Lesson } from "./lesson.ts";
import { restorePrivileges } from "./restore-privileges.ts";

export interface WholeProof {
  readonly proof: Proof;
  /** Proven restrictions: without the learned init process, if only that broke it. */
  readonly restrictions: Restrictions;
  readonly watched: WatchedFor;
  /** Only with a proof that holds. */
  readonly brokenTools?: readonly BrokenTool[];
  /** Missing privileges of a broken proof. */
  readonly lesson?: Lesson;
}

/**
 * Each restriction passed under those before it; this runs the whole profile twice, with final limits, and once more
 * until its processes no longer change. `used` are capabilities that the original used; `tools` run once in parallel
 * and do not affect the verdict.
 */
export async function proveTogether(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  used: readonly Capability[],
  tools: readonly Tool[] = [],
): Promise<WholeProof> {
  const claim = "behaves as the original under the whole profile, restart included";
  const title = "the whole profile";
  const stop = stopFaultText(runner.reference);
  const holds = (trials: Parameters<typeof sameText>[0]): Proof => ({
    claim,
    trials: idsOf(trials),
    verdict: "holds",
    detail: `${sameText(trials)}.${stop}`,
  });
  let brokenTools: readonly BrokenTool[] = [];
  const confirm = (trialTitle: string, under: Restrictions) =>
    confirmWatched(
      runner,
      trialTitle,
      under,
      2,
      async () => void (brokenTools = await compareTools(runner, under, tools)),
    );
  const whole = await confirm(title, restrictions);
  const { watched } = whole;
  if (whole.passes) return { proof: holds(whole.trials), restrictions, watched, brokenTools };
  if (whole.unsure === true) return { proof: proof(claim, whole, ""), restrictions, watched };
  const { init, ...without } = restrictions;
  if (init === true && runner.workload.grants?.init !== true) {
    const confirmation = await confirm(`${title} without the init process`, without);
    if (confirmation.passes)
      return { proof: holds(confirmation.trials), restrictions: without, watched: confirmation.watched, brokenTools };
  }
  const { culprit, lesson } = await restorePrivileges(whole.runner, restrictions, whole, used);
  const broken: Proof = {
    claim,
    trials: [...idsOf(whole.trials), ...culprit.trials],
    verdict: "breaks",
    detail: `${whole.problem}. ${culprit.detail}${stop}`,
    ...(culprit.culprit === undefined ? {} : { culprit: culprit.culprit }),
  };
  return { proof: broken, restrictions, watched, ...(lesson && { lesson }) };
}
