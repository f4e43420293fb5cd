import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { emptyCache } from "../../src/proof/experiment/result-cache.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { environment } from "../../src/proof/learn/lessons/environment.ts";
import { observeReference } from "../../src/proof/learn/observe-reference.ts";
import { createLearningContext } from "../../src/proof/learn/learning-context.ts";
import { runLessons } from "../../src/proof/learn/run-lessons.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permitFor } from "../permits.ts";
import type { ProofImage } from "./proof-image.ts";

export const nothing: Restrictions = { dropAll: true, addCapabilities: [] };

/** What the lesson of the environment alone teaches of an image, under `current`. */
export async function environmentLesson(
  session: EngineSession,
  image: ProofImage,
  workload: Workload,
  current: Restrictions = nothing,
) {
  const permit = await permitFor(workload);
  const request = { ...image, workload, permit, progress: () => {}, trialIds: trialIds(), known: emptyCache };
  const { reference: base, control, seen } = await observeReference(session, request);
  const runner = createExperimentRunner(session, {
    ...request,
    reference: base,
    workload: base.workload,
    stage: "learn",
    load: control,
  });
  const { learningContext } = createLearningContext(session, runner, seen, []);
  const before = { needs: [], open: async () => ({ questions: [], learn: async () => learned(current) }) };
  const [, lesson] = await runLessons([[before], [environment]], learningContext);
  return { ...lesson, trials: runner.trials };
}
const learned = (restrictions: Restrictions) => ({ restrictions, witnesses: [], proofs: [], because: {} });
