import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { runTrial } from "../trial/trial.ts";
import { withoutTraces } from "./judge-trial.ts";
import { ofTrial, type ExperimentRecord } from "./experiment-record.ts";
import type { ExperimentRunnerRequest, MeasureOptions } from "./experiment-runner.ts";
import type { Patience } from "./run-experiment.ts";

/** Measures one run under another workload, without judging it. */
export async function measure(
  session: EngineSession,
  { image, imageSummary, permit, progress, stage, trialIds, expected, leaves = false }: ExperimentRunnerRequest,
  record: ExperimentRecord,
  patience: Patience,
  measurement: MeasureOptions & {
    readonly title: string;
    readonly restrictions: Restrictions;
    readonly workload: Workload;
  },
): Promise<Trial> {
  const id = trialIds();
  const trial = withoutTraces(
    await runTrial(session, { id, ...measurement, image, imageSummary, permit, judged: false, leaves, ...patience }),
  );
  record.trials.push(trial);
  progress(ofTrial(stage, record, expected, measurement.title));
  return trial;
}
