import type { Trial } from "../../domain/workload/trial.ts";
import { isCertain } from "../judge/certain.ts";
import { chanceLines } from "../judge/complaints.ts";
import { votesFor } from "../judge/failure-rate.ts";
import type { Baseline } from "./reference.ts";
import type { LabRecord } from "./lab-record.ts";
import type { Question } from "./lab.ts";
import { settleAnswer, type Answer } from "./answer.ts";
import type { How, RunQuestion } from "./run-question.ts";

/** Runs a question until its answer is known, and remembers it. `ran` are runs of it that count. */
export type Settle = (
  id: string,
  question: Question,
  passes: number,
  how: How,
  ran?: readonly Trial[],
) => Promise<Answer>;

export function settler(baseline: Baseline, record: LabRecord, once: RunQuestion): Settle {
  const votes = votesFor(baseline.rate);
  // Where the original breaks by itself, no break is beyond chance.
  const certain = (trial: Trial) => baseline.rate === undefined && isCertain(trial, baseline.trials[0]);
  return async (id, question, passes, how, ran = []) => {
    const answer = await settleAnswer({ passes, votes, certain, ran }, (runNumber, alone) =>
      once(id, question, runNumber - (how.counted ?? 0), { ...how, alone }),
    );
    record.answered(question.restrictions, answer);
    // The same run once with a line and once without it: that is chance, whatever the restrictions.
    if (answer.passes) for (const line of chanceLines(answer.trials)) record.tolerated.add(line);
    return answer;
  };
}
