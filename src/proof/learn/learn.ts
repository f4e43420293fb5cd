import type { Permit } from "../../consent/decide.ts";
import type { Learned } from "../../domain/profile/learned.ts";
import type { Progress } from "../../domain/progress.ts";
import { toRestrictions } from "../../dialects/text/to-restrictions.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { countRejected } from "../../sources/engine/networks/networks.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import { howCompared } from "../judge/identity/how-compared.ts";
import { openBackground, type Background } from "../experiment/background.ts";
import { emptyCache, type ResultCache } from "../experiment/result-cache.ts";
import { createExperimentRunner } from "../experiment/create-experiment-runner.ts";
import { grantedTo } from "../restrictions/granted-to.ts";
import { withLargeBodies } from "../workload/with-large-bodies.ts";
import { waitForRemovals } from "../trial/background-removal.ts";
import { trialIds } from "../trial/trial-ids.ts";
import { besideProfile, brokenByExec } from "./beside-profile.ts";
import { measureContention } from "./contention.ts";
import { lessonOrder } from "./lesson-order.ts";
import { expectedTrials } from "./expected-trials.ts";
import { learnedBy, type Lesson } from "./lesson.ts";
import { observeReference } from "./observe-reference.ts";
import { originalFailures } from "./original-failures.ts";
import { profileOf } from "./profile-of.ts";
import { proveTogether } from "./prove-together.ts";
import { createLearningContext } from "./learning-context.ts";
import { runLessons } from "./run-lessons.ts";

export interface LearnRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  /** Name of the image in the profile. */
  readonly imageName: string;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly progress: Progress;
  /** A shared counter numbers the trials of a whole report. */
  readonly trialIds?: () => string;
  /** Results of earlier runs; default none. */
  readonly known?: ResultCache;
  /** Measure it next to a neighbor that burns CPU and memory, with and without limits. */
  readonly contention?: boolean;
}

/**
 * Learns the least privilege and the limits of an image by running it. Each experiment runs under everything learned
 * before, so that the results are valid together; at the end the whole profile runs twice. Throws the failures of
 * `runReference`, and `bad-image` for a user without a numeric id.
 */
export async function learn(session: EngineSession, request: LearnRequest): Promise<Learned> {
  try {
    await using background = openBackground();
    return await learnAll(session, request, background);
  } finally {
    await waitForRemovals(session);
  }
}

async function learnAll(session: EngineSession, learnRequest: LearnRequest, background: Background): Promise<Learned> {
  const { image, workload, permit, progress } = learnRequest;
  // A user of the workload replaces the image's.
  const imageSummary = { ...learnRequest.imageSummary, user: workload.user ?? learnRequest.imageSummary.user };
  const request = { ...learnRequest, imageSummary, workload: withLargeBodies(workload) };
  const resultCache = dependsOnImageOnly(workload) ? (request.known ?? emptyCache) : emptyCache;
  const nextId = request.trialIds ?? trialIds();
  const common = { trialIds: nextId, known: resultCache, leaves: true, background };
  const observed = await observeReference(session, { ...request, ...common });
  const { reference, control, seen, watched } = observed;
  const runner = createExperimentRunner(session, {
    image,
    imageSummary,
    workload: reference.workload,
    permit,
    reference: reference,
    ...common,
    progress,
    stage: "learn",
    expected: expectedTrials(observed, imageSummary, workload),
    load: control,
    watched,
  });
  const volumes = workload.volumes.map(({ path }) => path);
  const { learningContext, written } = createLearningContext(session, runner, seen, volumes);
  const lessons = await runLessons(lessonOrder, learningContext);
  const { listening } = seen.system.sockets;
  const growth = await learningContext.growth();
  const used = seen.capabilities.capabilities.map(({ name }) => name);
  const tools = [...(seen.tools?.clients ?? []), ...(workload.tools ?? [])];
  const prove = async () => {
    const { tmpfs = [] } = learnedBy(lessons);
    const profileContext = {
      ...request,
      workload: { ...workload, steps: reference.workload.steps },
      engine: session.engine.info,
      control,
      seen: seen.capabilities,
      granted: grantedTo(runner),
      processes: howCompared(reference.trials[0]),
      beside: besideProfile(imageSummary, reference, {
        listening,
        tmpfs,
        growth,
        rejectedPackets: await countRejected(session),
      }),
    };
    const whole = toRestrictions(profileOf(lessons, profileContext));
    return { where: profileContext, whole, ...(await proveTogether(runner.underLoad, whole, used, tools)) };
  };
  let attempt = await prove();
  // Adds the missing privileges, and proves the whole again.
  if (attempt.lesson !== undefined) {
    lessons.push(attempt.lesson);
    attempt = await prove();
  }
  const { where, whole, restrictions, proof: jointProof } = attempt;
  const proven = restrictions.init === whole.init ? lessons : lessons.map(withoutInit);
  const provenFor = { ...control.provenFor, watched: attempt.watched };
  const companionPrivileges = {
    ...where.beside,
    ...brokenByExec(restrictions, attempt.brokenTools, seen.tools),
  };
  const profile = profileOf(proven, { ...where, beside: companionPrivileges, control: { ...control, provenFor } });
  const contention = request.contention === true ? [await measureContention(runner, restrictions)] : [];
  return {
    profile,
    trials: runner.trials,
    witnesses: proven.flatMap(({ witnesses }) => witnesses),
    proofs: [...proven.flatMap(({ proofs }) => proofs), ...originalFailures(reference), ...contention, jointProof],
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

/** The whole profile broke with the learned init process, and passes without it. */
function withoutInit(lesson: Lesson): Lesson {
  if (lesson.restrictions.init !== true) return lesson;
  const because = [
    ...(lesson.because["init"] ?? []),
    "left out: the whole profile breaks with it, and holds without it",
  ];
  return { restrictions: {}, witnesses: [], proofs: [], because: { ...lesson.because, init: because } };
}

/** Host files, other images and scripts can change while the experiment stays equal: such results are not stored. */
function dependsOnImageOnly({ volumes, companions = [], steps }: Workload): boolean {
  return (
    companions.length === 0 &&
    volumes.every(({ from }) => from === undefined) &&
    steps.every(({ kind }) => kind !== "run")
  );
}
