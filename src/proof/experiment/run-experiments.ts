import type { Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { byId } from "../trial/trial-ids.ts";
import { keyOf, type ExperimentRecord } from "./experiment-record.ts";
import type { ExperimentRunnerRequest, Experiment } from "./experiment-runner.ts";
import type { ExperimentResult } from "./experiment-result.ts";
import type { TrialRunOptions, RunExperiment } from "./run-experiment.ts";
import type { Decide } from "./decide.ts";

/** More would slow a small machine down enough to break working containers. */
const maxConcurrentTrials = 2;

/**
 * Runs several new experiments in parallel. Broken trials run again alone, in the order of their ids, except for hung
 * ones, which did not lack CPU.
 */
export async function runExperiments(
  { workload, trialIds }: Pick<ExperimentRunnerRequest, "workload" | "trialIds">,
  record: ExperimentRecord,
  { once, settle }: { readonly once: RunExperiment; readonly settle: Decide },
  experiments: readonly Experiment[],
): Promise<ExperimentResult[]> {
  const howOf = ({ observe = [] }: Experiment): TrialRunOptions => ({ observe, afresh: false });
  const pendingQuestions = new Map<string, { id: string; question: Experiment }>();
  for (const experiment of experiments) {
    const key = keyOf(experiment.restrictions);
    const isKnown = record.resultOf(experiment.restrictions) !== undefined && experiment.observe === undefined;
    if (!pendingQuestions.has(key) && !isKnown) pendingQuestions.set(key, { id: trialIds(), question: experiment });
  }
  const waiting = [...pendingQuestions.values()];
  const broken: { id: string; question: Experiment; first: Trial }[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { id, question: experiment } = next;
      const first = await once(id, experiment, 1, howOf(experiment));
      if (first.outcome === "passes" || isStuck(first)) await settle(id, experiment, 1, howOf(experiment), [first]);
      else broken.push({ id, question: experiment, first });
    }
  };
  await Promise.all(Array.from({ length: sharesHost(workload) ? 1 : maxConcurrentTrials }, worker));
  for (const { id, question: experiment, first } of broken.toSorted(byId))
    await settle(id, experiment, 1, howOf(experiment), [first]);
  return experiments.map(({ restrictions }) => record.resultOf(restrictions) as ExperimentResult);
}

/** Two containers cannot listen on the same ports of one network, and commands of the host may share files. */
export function sharesHost({ grants, steps }: Pick<Workload, "grants" | "steps">): boolean {
  return grants?.network === "host" || steps.some(({ kind }) => kind === "run");
}

function isStuck({ lives, limit }: Trial): boolean {
  return limit === undefined && lives.at(-1)?.stuck === true;
}
