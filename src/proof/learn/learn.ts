import type { Permit } from "../../consent/decide.ts";
import type { Learned } from "../../domain/profile/learned.ts";
import type { Progress } from "../../domain/progress.ts";
import { toRestrictions } from "../../emit/text/to-restrictions.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import { howCompared } from "../judge/identity/how-compared.ts";
import { openBackground, type Background } from "../lab/background.ts";
import { nothingKnown, type Known } from "../lab/known.ts";
import { openLab } from "../lab/open-lab.ts";
import { grantedTo } from "../restrictions/granted-to.ts";
import { withLargeBodies } from "../workload/with-large-bodies.ts";
import { allGone } from "../trial/leaving.ts";
import { trialIds } from "../trial/trial-ids.ts";
import { besideProfile, brokenByExec } from "./beside-profile.ts";
import { measureContention } from "./contention.ts";
import { course } from "./course.ts";
import { expectedTrials } from "./expected-trials.ts";
import { learnedBy, type Lesson } from "./lesson.ts";
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
    await using background = openBackground();
    return await learnAll(run, request, background);
  } finally {
    await allGone(run);
  }
}

async function learnAll(run: Run, asked: LearnRequest, background: Background): Promise<Learned> {
  const { image, workload, permit, progress } = asked;
  // Whoever starts it may say as whom: that is its own user then.
  const imageSummary = { ...asked.imageSummary, user: workload.user ?? asked.imageSummary.user };
  const request = { ...asked, imageSummary, workload: withLargeBodies(workload) };
  const known = dependsOnImageOnly(workload) ? (request.known ?? nothingKnown) : nothingKnown;
  const nextId = request.trialIds ?? trialIds();
  const common = { trialIds: nextId, known, leaves: true, background };
  const observed = await observedBaseline(run, { ...request, ...common });
  const { base, control, seen, watched } = observed;
  const lab = openLab(run, {
    image,
    imageSummary,
    workload: base.workload,
    permit,
    baseline: base,
    ...common,
    progress,
    stage: "learn",
    expected: expectedTrials(observed, imageSummary, workload),
    load: control,
    watched,
  });
  const volumes = workload.volumes.map(({ path }) => path);
  const { study, written } = openStudy(run, lab, seen, volumes);
  const lessons = await takeLessons(course, study);
  const { listening } = seen.system.sockets;
  const growth = await study.growth();
  const used = seen.capabilities.capabilities.map(({ name }) => name);
  const tools = [...(seen.tools?.clients ?? []), ...(workload.tools ?? [])];
  const prove = async () => {
    const { tmpfs = [] } = learnedBy(lessons);
    const where = {
      ...request,
      workload: { ...workload, steps: base.workload.steps },
      engine: run.engine.info,
      control,
      seen: seen.capabilities,
      granted: grantedTo(lab),
      processes: howCompared(base.trials[0]),
      beside: besideProfile(imageSummary, base, { listening, tmpfs, growth }),
    };
    const whole = toRestrictions(profileOf(lessons, where));
    return { where, whole, ...(await proveTogether(lab.underLoad, whole, used, tools)) };
  };
  let found = await prove();
  // What it lacks comes back, and the whole is proven again.
  if (found.lesson !== undefined) {
    lessons.push(found.lesson);
    found = await prove();
  }
  const { where, whole, restrictions, proof: together } = found;
  const proven = restrictions.init === whole.init ? lessons : lessons.map(withoutInit);
  const provenFor = { ...control.provenFor, watched: found.watched };
  const beside = {
    ...where.beside,
    ...brokenByExec(restrictions, found.brokenTools, seen.tools),
  };
  const profile = profileOf(proven, { ...where, beside, control: { ...control, provenFor } });
  const contention = request.contention === true ? [await measureContention(lab, restrictions)] : [];
  return {
    profile,
    trials: lab.trials,
    witnesses: proven.flatMap(({ witnesses }) => witnesses),
    proofs: [...proven.flatMap(({ proofs }) => proofs), ...ownTrouble(base), ...contention, together],
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

/** The whole broke with the init process that was learned, and holds without it. */
function withoutInit(lesson: Lesson): Lesson {
  if (lesson.restrictions.init !== true) return lesson;
  const because = [
    ...(lesson.because["init"] ?? []),
    "left out: the whole profile breaks with it, and holds without it",
  ];
  return { restrictions: {}, witnesses: [], proofs: [], because: { ...lesson.because, init: because } };
}

/** Files of the host, other images and scripts change without the question changing: such answers are not kept. */
function dependsOnImageOnly({ volumes, companions = [], steps }: Workload): boolean {
  return (
    companions.length === 0 &&
    volumes.every(({ from }) => from === undefined) &&
    steps.every(({ kind }) => kind !== "run")
  );
}
