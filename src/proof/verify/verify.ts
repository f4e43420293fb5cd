import type { Permit } from "../../consent/decide.ts";
import type { Profile, ProvenFor } from "../../domain/profile/profile.ts";
import type { Progress } from "../../domain/progress.ts";
import { toRestrictions } from "../../emit/text/to-restrictions.ts";
import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import { baseline } from "../lab/baseline.ts";
import { sharesHost } from "../lab/ask-all.ts";
import { openBackground, type Background } from "../lab/background.ts";
import { confirmWatched } from "../lab/confirm-watched.ts";
import { watchOriginal } from "../lab/watch-original.ts";
import type { Watched } from "../lab/watched.ts";
import type { Baseline, Original } from "../lab/reference.ts";
import { findCulprit } from "../lab/culprit/culprit.ts";
import { howCompared } from "../judge/identity/how-compared.ts";
import type { Lab } from "../lab/lab.ts";
import { openLab } from "../lab/open-lab.ts";
import { stopFaultText } from "../lab/stop-fault.ts";
import { controlUnderLoad, type Control } from "../lab/control.ts";
import { withLoad } from "../workload/with-load.ts";
import { idsOf } from "../lab/answer-words.ts";
import { sameText } from "../judge/same-text.ts";
import { slowStart } from "./slow-start.ts";
import { trialIds } from "../trial/trial-ids.ts";
import { describeWidening, widenedProfile } from "./widened-profile.ts";

export interface VerifyRequest {
  readonly profile: Profile;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  /** It is not the image that the profile was proven on, or can't be told to be it. Default: as the ids say, which differ between stores. */
  readonly otherImage?: boolean;
  readonly permit: Permit;
  readonly progress: Progress;
  /** Default `v1`, `v2`, ...; share learn's counter to number the trials of a whole report. */
  readonly trialIds?: () => string;
  /** How often it must pass; default 2. */
  readonly runs?: number;
}

export interface Verified {
  readonly proof: Proof;
  readonly trials: readonly Trial[];
  readonly provenFor: ProvenFor;
  /** The profile with the smallest widening under which the image passed, when it breaks under it as it is. */
  readonly widened?: Profile;
}

/** A new version can lack several things, one hidden behind the other. */
const mostWidenings = 4;

/**
 * Runs the image under the whole profile and compares it with itself unrestricted. `holds` when two trials
 * behave the same; `breaks` with the restriction that did it and the smallest widening that passes; `unsure` when it breaks
 * and no restriction is to blame, or its trials disagree. Throws what `baseline` throws.
 */
export async function verify(run: Run, request: VerifyRequest): Promise<Verified> {
  const { profile, imageSummary, runs = 2 } = request;
  await using background = openBackground();
  const { lab, control } = await openVerifyLab(run, request, background);
  const claim = `${profile.image.name} behaves the same under its profile`;
  const isOther = request.otherImage ?? imageSummary.id !== profile.image.digest;
  const other = isOther ? ` The profile was learned on ${profile.image.digest}, this is ${imageSummary.id}.` : "";
  const stop = stopFaultText(lab.baseline);

  const whole = await confirmWatched(lab, "the whole profile", toRestrictions(profile), runs);
  const provenFor = { ...control.provenFor, watched: whole.watched };
  if (whole.passes) {
    const answer = whole;
    const against = answer.trials.filter(({ outcome }) => outcome === "breaks");
    const doubt = against.map(({ id, problems }) => ` ${id} broke: ${problems[0] ?? ""}.`).join("");
    const passed = answer.trials.length - against.length;
    const times = `${passed} of ${answer.trials.length} runs`;
    const restart = profile.workload.restart ? "included" : "not asked for";
    const detail = `${times}: ${sameText(answer.trials)}, restart ${restart}.${doubt} Processes: ${howCompared(lab.baseline.trials[0])}.${slowStart(lab, answer.trials, profile.cpus)}${sometimes(lab)}${stop}${other}`;
    return { proof: { claim, trials: idsOf(answer.trials), verdict: "holds", detail }, trials: lab.trials, provenFor };
  }

  const culprits: string[] = [];
  const details: string[] = [`${whole.problem}`];
  const trials = idsOf(whole.trials);
  let widened = profile;
  let broken = whole;
  for (let round = 0; !broken.passes && broken.unsure !== true && round < mostWidenings; round++) {
    const found = await findCulprit(broken.lab, toRestrictions(widened), broken);
    trials.push(...found.trials);
    details.push(found.detail);
    if (found.culprit === undefined || found.widened === undefined) break;
    culprits.push(found.culprit);
    const before = JSON.stringify(toRestrictions(widened));
    widened = widenedProfile(widened, found.widened);
    // Named, and not widened: nothing would be different.
    if (JSON.stringify(toRestrictions(widened)) === before) break;
    broken = await confirmWatched(lab, "the widened profile", toRestrictions(widened));
    trials.push(...idsOf(broken.trials));
  }
  const needs = isOther && culprits.length > 0 ? ` This version needs what ${profile.image.digest} did not.` : "";
  const proof: Proof = {
    claim,
    trials,
    verdict: culprits.length === 0 ? "unsure" : "breaks",
    detail: `${details.join(": ")}.${needs}${stop}${other}`,
    ...(culprits.length === 0 ? {} : { culprit: culprits.join(" and ") }),
    ...(broken.passes && { widening: describeWidening(profile, widened) }),
  };
  return {
    proof,
    trials: lab.trials,
    provenFor,
    ...(broken.passes && { widened: { ...widened, provenFor, image: { ...profile.image, digest: imageSummary.id } } }),
  };
}

function sometimes({ baseline: { rate } }: Lab): string {
  return rate === undefined
    ? ""
    : ` The image itself breaks in ${rate.broke} of ${rate.runs} runs without any restriction.`;
}

/**
 * The image without restrictions, under the load of the profile's workload where it has one, and a lab that judges by it. Where the
 * image does not stand that load, or not at once, one that runs it step by step tells why, and then as much as it stands.
 */
export async function openVerifyLab(
  run: Run,
  request: VerifyRequest,
  background?: Background,
): Promise<{ readonly lab: Lab; readonly control: Control }> {
  const { profile, image, imageSummary, permit, progress } = request;
  const ids = request.trialIds ?? trialIds("v");
  const { load } = profile.workload;
  const common = { image, imageSummary, permit, trialIds: ids, progress };
  const watched = background && (await beginOriginal(run, { ...common, workload: profile.workload }, background));
  const lab = (baseline: Baseline, control: Control, before: readonly Trial[] = []) =>
    openLab(run, {
      ...common,
      workload: baseline.workload,
      baseline: { ...baseline, ran: [...before, ...baseline.ran] },
      stage: "verify",
      given: true,
      expected: before.length + baseline.ran.length + control.ran.length + (request.runs ?? 2),
      ...(profile.tolerated && { tolerated: profile.tolerated }),
      load: control,
      ...(background && watched && { watched: watched.original, background }),
    }).underLoad;
  const direct = load && (await controlUnderLoad(run, { ...common, workload: profile.workload, least: load.clients }));
  if (direct?.baseline !== undefined) return { lab: lab({ ...direct.baseline, ran: [] }, direct), control: direct };
  const base = await baseline(run, { ...common, workload: withLoad(profile.workload, undefined) });
  const control = await controlUnderLoad(run, {
    ...common,
    workload: withLoad(base.workload, load),
    before: base.trials,
  });
  return { lab: lab(base, control, direct?.ran), control };
}

/** From here on it waits beside the others, where it may be beside them. */
async function beginOriginal(
  run: Run,
  original: Original,
  background: Background,
): Promise<{ readonly original: Promise<Watched> }> {
  const begun = Promise.withResolvers<void>();
  const watched = watchOriginal(run, original, undefined, background, begun.resolve);
  background.add(watched);
  await (sharesHost(original.workload) ? watched : Promise.race([begun.promise, watched]));
  return { original: watched };
}
