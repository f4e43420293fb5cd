import type { Permit } from "../../consent/decide.ts";
import type { Learned } from "../../domain/profile/learned.ts";
import type { Progress } from "../../domain/progress.ts";
import { toRestrictions } from "../../emit/text/to-restrictions.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import { howCompared } from "../judge/identity/how-compared.ts";
import { nothingKnown, type Known } from "../lab/known.ts";
import { openLab } from "../lab/open-lab.ts";
import { grantedTo } from "../restrictions/granted-to.ts";
import { allGone } from "../trial/leaving.ts";
import { trialIds } from "../trial/trial-ids.ts";
import { besideProfile } from "./beside-profile.ts";
import { measureContention } from "./contention.ts";
import { course } from "./course.ts";
import { expectedTrials } from "./expected-trials.ts";
import { learnedBy } from "./lesson.ts";
import { observedBaseline } from "./observed-baseline.ts";
import { ownTrouble } from "./own-trouble.ts";
import { profileOf } from "./profile-of.ts";
import { proveTogether } from "./prove-together.ts";
import { openStudy } from "./study.ts";
import { takeLessons } from "./take-lessons.ts";

export interface LearnRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  /** How the profile calls the image. */
  readonly imageName: string;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly progress: Progress;
  /** Share one counter to number the trials of a whole report. */
  readonly trialIds?: () => string;
  /** Answers of earlier runs; default none. */
  readonly known?: Known;
  /** Measure it beside a neighbour that burns CPU and memory, with and without limits. */
  readonly contention?: boolean;
}

/**
 * Learns the least privilege and the limits of an image by running it. Each question is asked under everything learned
 * before, so that the answers hold together; at the end all of it is run twice. Throws what `baseline` throws, and
 * `bad-image` for a user that cannot be determined in numbers.
 */
export async function learn(run: Run, request: LearnRequest): Promise<Learned> {
  try {
    return await learnAll(run, request);
  } finally {
    await allGone(run);
  }
}

async function learnAll(run: Run, asked: LearnRequest): Promise<Learned> {
  const { image, workload, permit, progress } = asked;
  // Whoever starts it may say as whom: that is its own user then.
  const imageSummary = { ...asked.imageSummary, user: workload.user ?? asked.imageSummary.user };
  const request = { ...asked, imageSummary };
  const known = dependsOnImageOnly(workload) ? (request.known ?? nothingKnown) : nothingKnown;
  const nextId = request.trialIds ?? trialIds();
  const observed = await observedBaseline(run, { ...request, trialIds: nextId, known, leaves: true });
  const { base, control, seen } = observed;
  const lab = openLab(run, {
    image,
    imageSummary,
    workload: base.workload,
    permit,
    baseline: base,
    trialIds: nextId,
    progress,
    stage: "learn",
    expected: expectedTrials(observed, imageSummary, workload),
    known,
    leaves: true,
    load: control,
  });
  const volumes = workload.volumes.map(({ path }) => path);
  const { study, written } = openStudy(run, lab, seen, volumes);
  const lessons = await takeLessons(course, study);
  const { listening } = seen.system.sockets;
  const growth = await study.growth();
  const used = seen.capabilities.capabilities.map(({ name }) => name);
  const prove = async () => {
    const { tmpfs = [] } = learnedBy(lessons);
    const profile = profileOf(lessons, {
      ...request,
      engine: run.engine.info,
      control,
      seen: seen.capabilities,
      granted: grantedTo(lab),
      processes: howCompared(base.trials[0]),
      beside: besideProfile(imageSummary, base, { listening, tmpfs, growth }),
    });
    const restrictions = toRestrictions(profile);
    return { profile, restrictions, ...(await proveTogether(lab.underLoad, restrictions, used)) };
  };
  let proven = await prove();
  // What it lacks comes back, and the whole is proven again.
  if (proven.lesson !== undefined) {
    lessons.push(proven.lesson);
    proven = await prove();
  }
  const { profile, restrictions, proof: together } = proven;
  const contention = request.contention === true ? [await measureContention(lab, restrictions)] : [];
  return {
    profile,
    trials: lab.trials,
    witnesses: lessons.flatMap(({ witnesses }) => witnesses),
    proofs: [...lessons.flatMap(({ proofs }) => proofs), ...ownTrouble(base), ...contention, together],
    suggestions: lessons.flatMap(({ suggestion }) => suggestion ?? []),
    observed: {
      method: seen.capabilities.method,
      reason: seen.capabilities.reason,
      capabilities: seen.capabilities.capabilities,
      writes: written().map(({ path }) => path),
      files: seen.system.files,
      syscalls: seen.system.syscalls,
      sockets: seen.system.sockets,
    },
  };
}

/** Files of the host, other images and scripts change without the question changing: such answers are not kept. */
function dependsOnImageOnly({ volumes, companions = [], steps }: Workload): boolean {
  return (
    companions.length === 0 &&
    volumes.every(({ from }) => from === undefined) &&
    steps.every(({ kind }) => kind !== "run")
  );
}
