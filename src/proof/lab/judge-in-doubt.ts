import type { Trial } from "../../domain/workload/trial.ts";
import { onlyLog } from "../judge/complaints.ts";
import { isWeak } from "../judge/lone-number.ts";
import { judgeTrial } from "./judge-trial.ts";
import type { LabRecord } from "./lab-record.ts";
import type { LabRequest, Question } from "./lab.ts";
import { referenceOf, type Reference } from "./reference.ts";

/** Runs of the original beside the first two: a number that did not vary in all of them is not taken for one that varies. */
const mostOthers = 3;

/**
 * A trial with its outcome. Both runs of the original may print the same count or rate by chance, and each trial then seems to answer otherwise: before one that did its work
 * breaks for that, the original runs once more, and what differs there is no fault of the trial. A number alone is asked about once more each time it comes up. Lines of a log have
 * votes of their own.
 */
export async function judgeInDoubt(
  { baseline, otherImage }: Pick<LabRequest, "baseline" | "otherImage">,
  record: LabRecord,
  trial: Trial,
  { tolerant = false }: Pick<Question, "tolerant">,
): Promise<Trial> {
  const by = (reference: Reference): Trial => judgeTrial({ reference, otherImage }, trial, record.tolerated, tolerant);
  /** What all pairs of the original agree on is what it broke by. */
  const judge = async (least: number): Promise<{ readonly judged: Trial; readonly others: number }> => {
    const others = await baseline.others(least);
    record.trials.push(...others.filter((one) => !record.trials.includes(one)));
    const all = [...baseline.trials, ...others];
    const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const));
    const answers = pairs.map((pair) => by(referenceOf(pair, baseline.workload)));
    const judged = answers.reduce((best, one) => (one.problems.length < best.problems.length ? one : best));
    return { judged, others: others.length };
  };
  const first = by(baseline);
  if (trial.outcome === "breaks" || first.outcome === "passes" || onlyLog(first)) return first;
  const { judged, others } = await judge(1);
  if (judged.outcome === "passes" || !isWeak(judged) || others >= mostOthers) return judged;
  return (await judge(others + 1)).judged;
}
