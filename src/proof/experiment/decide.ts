import type { Trial } from "../../domain/workload/trial.ts";
import { isCertain } from "../judge/certain.ts";
import { chanceLines } from "../judge/complaints.ts";
import { votesFor } from "../judge/failure-rate.ts";
import type { ReferenceBehavior } from "./reference.ts";
import type { ExperimentRecord } from "./experiment-record.ts";
import type { Experiment } from "./experiment-runner.ts";
import { decideResult, type ExperimentResult } from "./experiment-result.ts";
import type { TrialRunOptions, RunExperiment } from "./run-experiment.ts";

/** Runs an experiment until its result is known, and stores the result. `ran` are earlier trials that count. */
export type Decide = (
  id: string,
  experiment: Experiment,
  passes: number,
  how: TrialRunOptions,
  ran?: readonly Trial[],
) => Promise<ExperimentResult>;

export function createDecider(
  reference: ReferenceBehavior,
  record: ExperimentRecord,
  runQuestion: RunExperiment,
): Decide {
  const votes = votesFor(reference.rate);
  // If the original breaks by itself, any break can be chance.
  const certain = (trial: Trial) => reference.rate === undefined && isCertain(trial, reference.trials[0]);
  return async (id, experiment, passes, runOptions, ran = []) => {
    const result = await decideResult({ passes, votes, certain, ran }, (runNumber, isAlone) =>
      runQuestion(id, experiment, runNumber - (runOptions.counted ?? 0), { ...runOptions, alone: isAlone }),
    );
    record.answered(experiment.restrictions, result);
    // A log line in one of two trials is chance under any restrictions.
    if (result.passes) for (const line of chanceLines(result.trials)) record.tolerated.add(line);
    return result;
  };
}
