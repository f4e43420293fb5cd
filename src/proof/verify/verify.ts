import type { Permit } from "../../consent/decide.ts";
import type { Profile, ProvenFor } from "../../domain/profile/profile.ts";
import type { Progress } from "../../domain/progress.ts";
import { toRestrictions } from "../../dialects/text/to-restrictions.ts";
import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import { runReference } from "../experiment/run-reference.ts";
import { sharesHost } from "../experiment/run-experiments.ts";
import { openBackground, type Background } from "../experiment/background.ts";
import { confirmWatched } from "../experiment/confirm-watched.ts";
import { watchOriginal } from "../experiment/watch-original.ts";
import type { WatchedOriginal } from "../experiment/watched.ts";
import type { ReferenceBehavior, Original } from "../experiment/reference.ts";
import { findCulprit } from "../experiment/culprit/culprit.ts";
import { howCompared } from "../judge/identity/how-compared.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { createExperimentRunner } from "../experiment/create-experiment-runner.ts";
import { stopFaultText } from "../experiment/stop-fault.ts";
import { controlUnderLoad, type Control } from "../experiment/control.ts";
import { withLoad } from "../workload/with-load.ts";
import { idsOf } from "../experiment/describe-result.ts";
import { sameText } from "../judge/same-text.ts";
import { slowStart } from "./slow-start.ts";
import { trialIds } from "../trial/trial-ids.ts";
import { describeWidening, widenedProfile } from "./widened-profile.ts";

export interface VerifyRequest {
  readonly profile: Profile;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  /**
   * Whether it is not, or cannot be identified as, the proven image. Default: by the ids, which differ between stores.
   */
  readonly otherImage?: boolean;
  readonly permit: Permit;
  readonly progress: Progress;
  /** Default `v1`, `v2`, ...; learn's counter numbers the trials of a whole report. */
  readonly trialIds?: () => string;
  /** How often it must pass; default 2. */
  readonly runs?: number;
}

export interface Verified {
  readonly proof: Proof;
  readonly trials: readonly Trial[];
  readonly provenFor: ProvenFor;
  /** The profile with the smallest widening under which the image passed, if it breaks under the unchanged one. */
  readonly widened?: Profile;
}

/** Maximum number of widenings: a new version can lack several privileges, one hidden by another. */
const mostWidenings = 4;

/**
 * Runs the image under the whole profile and compares it with itself unrestricted. `holds` if two trials behave the
 * same; `breaks` with the culprit and the smallest widening that passes; `unsure` if it breaks and no restriction is
 * the culprit, or its trials disagree. Throws the failures of `runReference`.
 */
export async function verify(session: EngineSession, request: VerifyRequest): Promise<Verified> {
  const { profile, imageSummary, runs = 2 } = request;
  await using background = openBackground();
  const { runner, control } = await createVerifyRunner(session, request, background);
  const claim = `${profile.image.name} behaves the same under its profile`;
  const isOther = request.otherImage ?? imageSummary.id !== profile.image.digest;
  const otherImageText = isOther
    ? ` The profile was learned on ${profile.image.digest}, this is ${imageSummary.id}.`
    : "";
  const stop = stopFaultText(runner.reference);

  const whole = await confirmWatched(runner, "the whole profile", toRestrictions(profile), runs);
  const provenFor = { ...control.provenFor, watched: whole.watched };
  if (whole.passes) {
    const answer = whole;
    const against = answer.trials.filter(({ outcome }) => outcome === "breaks");
    const doubt = against.map(({ id, problems }) => ` ${id} broke: ${problems[0] ?? ""}.`).join("");
    const passed = answer.trials.length - against.length;
    const times = `${passed} of ${answer.trials.length} runs`;
    const restart = profile.workload.restart ? "included" : "not asked for";
    const detail = `${times}: ${sameText(answer.trials)}, restart ${restart}.${doubt} Processes: ${howCompared(runner.reference.trials[0])}.${slowStart(runner, answer.trials, profile.cpus)}${sometimes(runner)}${stop}${otherImageText}`;
    return {
      proof: { claim, trials: idsOf(answer.trials), verdict: "holds", detail },
      trials: runner.trials,
      provenFor,
    };
  }

  const culprits: string[] = [];
  const details: string[] = [`${whole.problem}`];
  const trials = idsOf(whole.trials);
  let widened = profile;
  let broken = whole;
  for (let round = 0; !broken.passes && broken.unsure !== true && round < mostWidenings; round++) {
    const culpritFinding = await findCulprit(broken.runner, toRestrictions(widened), broken);
    trials.push(...culpritFinding.trials);
    details.push(culpritFinding.detail);
    if (culpritFinding.culprit === undefined || culpritFinding.widened === undefined) break;
    culprits.push(culpritFinding.culprit);
    const previousText = JSON.stringify(toRestrictions(widened));
    widened = widenedProfile(widened, culpritFinding.widened);
    // Reported but not widened, since nothing would change.
    if (JSON.stringify(toRestrictions(widened)) === previousText) break;
    broken = await confirmWatched(runner, "the widened profile", toRestrictions(widened));
    trials.push(...idsOf(broken.trials));
  }
  const needs = isOther && culprits.length > 0 ? ` This version needs what ${profile.image.digest} did not.` : "";
  const proof: Proof = {
    claim,
    trials,
    verdict: culprits.length === 0 ? "unsure" : "breaks",
    detail: `${details.join(": ")}.${needs}${stop}${otherImageText}`,
    ...(culprits.length === 0 ? {} : { culprit: culprits.join(" and ") }),
    ...(broken.passes && { widening: describeWidening(profile, widened) }),
  };
  return {
    proof,
    trials: runner.trials,
    provenFor,
    ...(broken.passes && { widened: { ...widened, provenFor, image: { ...profile.image, digest: imageSummary.id } } }),
  };
}

function sometimes({ reference: { rate } }: ExperimentRunner): string {
  return rate === undefined
    ? ""
    : ` The image itself breaks in ${rate.broke} of ${rate.runs} runs without any restriction.`;
}

/**
 * The image without restrictions, under the load of the profile's workload if it has one, and an experiment runner that
 * judges by it. If the image does not pass that load, a runner without load finds the reason, and then the load that it
 * passes.
 */
export async function createVerifyRunner(
  session: EngineSession,
  request: VerifyRequest,
  background?: Background,
): Promise<{ readonly runner: ExperimentRunner; readonly control: Control }> {
  const { profile, image, imageSummary, permit, progress } = request;
  const ids = request.trialIds ?? trialIds("v");
  const { load } = profile.workload;
  const common = { image, imageSummary, permit, trialIds: ids, progress };
  const watchedOriginal =
    background && (await beginOriginal(session, { ...common, workload: profile.workload }, background));
  const runner = (reference: ReferenceBehavior, control: Control, earlierTrials: readonly Trial[] = []) =>
    createExperimentRunner(session, {
      ...common,
      workload: reference.workload,
      reference: { ...reference, ran: [...earlierTrials, ...reference.ran] },
      stage: "verify",
      given: true,
      expected: earlierTrials.length + reference.ran.length + control.ran.length + (request.runs ?? 2),
      ...(profile.tolerated && { tolerated: profile.tolerated }),
      load: control,
      ...(background && watchedOriginal && { watched: watchedOriginal.original, background }),
    }).underLoad;
  const direct =
    load && (await controlUnderLoad(session, { ...common, workload: profile.workload, least: load.clients }));
  if (direct?.reference !== undefined)
    return { runner: runner({ ...direct.reference, ran: [] }, direct), control: direct };
  const reference = await runReference(session, { ...common, workload: withLoad(profile.workload, undefined) });
  const control = await controlUnderLoad(session, {
    ...common,
    workload: withLoad(reference.workload, load),
    before: reference.trials,
  });
  return { runner: runner(reference, control, direct?.ran), control };
}

/** From here on it waits in parallel to other trials, if allowed. */
async function beginOriginal(
  session: EngineSession,
  original: Original,
  background: Background,
): Promise<{ readonly original: Promise<WatchedOriginal> }> {
  const begun = Promise.withResolvers<void>();
  const watchedOriginal = watchOriginal(session, original, undefined, background, begun.resolve);
  background.add(watchedOriginal);
  await (sharesHost(original.workload) ? watchedOriginal : Promise.race([begun.promise, watchedOriginal]));
  return { original: watchedOriginal };
}
