import type { Profile } from "../domain/profile.ts";
import type { Progress } from "../domain/progress.ts";
import type { Proof, Trial } from "../domain/trial.ts";
import type { ImageSummary, Run } from "../sources/engine/types.ts";
import { baseline } from "./baseline.ts";
import { findCulprit } from "./culprit.ts";
import { openLab } from "./lab.ts";
import { idsOf } from "./learn/lesson.ts";
import { toRestrictions } from "../domain/to-restrictions.ts";
import { trialIds } from "./trial-ids.ts";

export interface VerifyRequest {
  readonly profile: Profile;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly progress: Progress;
  /** Default `v1`, `v2`, ...; share learn's counter to number the trials of a whole report. */
  readonly trialIds?: () => string;
}

/**
 * Runs the image under the whole profile and compares it with itself unrestricted. `holds` when two of at most three trials
 * behave the same; `breaks` with the restriction that did it; `unsure` when it breaks and no restriction is to blame.
 * Throws what `baseline` throws.
 */
export async function verify(
  run: Run,
  request: VerifyRequest,
): Promise<{ readonly proof: Proof; readonly trials: readonly Trial[] }> {
  const { profile, image, imageSummary, progress } = request;
  const { workload } = profile;
  const ids = request.trialIds ?? trialIds("v");
  const base = await baseline(run, { image, imageSummary, workload, trialIds: ids, progress });
  const lab = openLab(run, {
    image,
    imageSummary,
    workload: base.workload,
    baseline: base,
    trialIds: ids,
    progress,
    stage: "verify",
    ...(profile.tolerated && { tolerated: profile.tolerated }),
  });
  const restrictions = toRestrictions(profile);
  const claim = `${profile.image.name} behaves the same under its profile`;
  const other =
    imageSummary.id === profile.image.digest
      ? ""
      : ` The profile was learned on ${profile.image.digest}, this is ${imageSummary.id}.`;

  const answer = await lab.confirm("the whole profile", restrictions);
  if (answer.passes) {
    const against = answer.trials.filter(({ outcome }) => outcome === "breaks");
    const doubt = against.map(({ id, problems }) => ` ${id} of three broke: ${problems[0] ?? ""}.`).join("");
    const detail = `Same answers, log lines and exit codes, restart ${workload.restart ? "included" : "not asked for"}.${doubt}${other}`;
    return { proof: { claim, trials: idsOf(answer.trials), verdict: "holds", detail }, trials: lab.trials };
  }
  const found = await findCulprit(lab, restrictions, answer);
  const proof: Proof = {
    claim,
    trials: [...idsOf(answer.trials), ...found.trials],
    verdict: found.culprit === undefined ? "unsure" : "breaks",
    detail: `${answer.problem}: ${found.detail}.${other}`,
    ...(found.culprit === undefined ? {} : { culprit: found.culprit }),
  };
  return { proof, trials: lab.trials };
}
