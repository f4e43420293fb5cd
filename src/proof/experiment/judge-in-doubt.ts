import type { Trial } from "../../domain/workload/trial.ts";
import { onlyLog } from "../judge/complaints.ts";
import { isOfAnswers } from "../judge/lone-number.ts";
import { judgeTrial } from "./judge-trial.ts";
import type { ExperimentRecord } from "./experiment-record.ts";
import type { ExperimentRunnerRequest, Experiment } from "./experiment-runner.ts";
import { referenceTrialsOf, type ReferenceTrials } from "./reference.ts";

/** Maximum number of extra trials of the original: values equal in all of them do not vary. */
const mostOthers = 3;

/**
 * A trial with its outcome. Both trials of the original may print the same count, rate or name by chance, so that each
 * trial seems to differ. Before a trial that did its work breaks for that reason, the original runs once more, and a
 * difference there is noise. Differing responses each cause another run. Log lines are voted on separately.
 */
export async function judgeInDoubt(
  { reference, otherImage }: Pick<ExperimentRunnerRequest, "reference" | "otherImage">,
  record: ExperimentRecord,
  trial: Trial,
  { tolerant = false }: Pick<Experiment, "tolerant">,
): Promise<Trial> {
  const judgeBy = (pair: ReferenceTrials): Trial =>
    judgeTrial({ reference: pair, otherImage }, trial, record.tolerated, tolerant);
  /** Breaks only by differences that every pair of originals shows. */
  const judge = async (minExtraTrials: number): Promise<{ readonly judged: Trial; readonly others: number }> => {
    const extraTrials = await reference.others(minExtraTrials);
    record.trials.push(...extraTrials.filter((one) => !record.trials.includes(one)));
    const allTrials = [...reference.trials, ...extraTrials];
    const pairs = allTrials.flatMap((one, at) => allTrials.slice(at + 1).map((other) => [one, other] as const));
    const answers = pairs.map((pair) => judgeBy(referenceTrialsOf(pair, reference.workload)));
    const mildestTrial = answers.reduce((best, one) => (one.problems.length < best.problems.length ? one : best));
    return { judged: mildestTrial, others: extraTrials.length };
  };
  const first = judgeBy(reference);
  if (trial.outcome === "breaks" || first.outcome === "passes" || onlyLog(first)) return first;
  const { judged, others } = await judge(1);
  if (judged.outcome === "passes" || !isOfAnswers(judged) || others >= mostOthers) return judged;
  return (await judge(others + 1)).judged;
}
