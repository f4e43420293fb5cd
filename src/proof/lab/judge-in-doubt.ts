import type { Trial } from "../../domain/workload/trial.ts";
import { onlyLog } from "../judge/complaints.ts";
import { judgeTrial } from "./judge-trial.ts";
import type { LabRecord } from "./lab-record.ts";
import type { LabRequest, Question } from "./lab.ts";
import { referenceOf, type Reference } from "./reference.ts";

/**
 * A trial with its outcome. Both runs of the original may print the same count or rate by chance, and each trial then seems to answer otherwise: before one that did its work
 * breaks for that, the original runs once more, and what differs there is no fault of the trial. Lines of a log have votes of their own.
 */
export async function judgeInDoubt(
  { baseline, otherImage }: Pick<LabRequest, "baseline" | "otherImage">,
  record: LabRecord,
  trial: Trial,
  { tolerant = false }: Pick<Question, "tolerant">,
): Promise<Trial> {
  const by = (reference: Reference): Trial => judgeTrial({ reference, otherImage }, trial, record.tolerated, tolerant);
  const judged = by(baseline);
  if (trial.outcome === "breaks" || judged.outcome === "passes" || onlyLog(judged)) return judged;
  const others = await baseline.others();
  record.trials.push(...others.filter((one) => !record.trials.includes(one)));
  const again = others.flatMap((other) =>
    baseline.trials.map((one) => by(referenceOf([one, other], baseline.workload))),
  );
  // What all pairs of the original agree on is what it broke by.
  return again.reduce((least, one) => (one.problems.length < least.problems.length ? one : least), judged);
}
