import type { Trial } from "../../domain/workload/trial.ts";
import type { ReferenceTrials } from "./reference.ts";
import { newLines, onlyComplaints } from "../judge/complaints.ts";
import { whyNotCompared } from "../judge/files/compare-permissions.ts";
import { judgeBehaviour } from "../judge/judge.ts";
import { withCauses } from "../judge/exhaustion.ts";

/**
 * A trial with its outcome, compared with two trials of the original. `tolerated` are harmless log lines; a `tolerant`
 * experiment also passes if log complaints are the only difference and its files equal the original's.
 */
export function judgeTrial(
  { reference, otherImage = false }: { readonly reference: ReferenceTrials; readonly otherImage?: boolean | undefined },
  trial: Trial,
  tolerated: ReadonlySet<string>,
  tolerant: boolean,
): Trial {
  if (trial.outcome === "breaks") return withoutTraces(withCauses(reference.noise.ranOut, trial));
  const judgement = (accepted: ReadonlySet<string>) =>
    judgeBehaviour(reference.trials[0], reference.noise, trial, { otherImage, tolerated: accepted });
  const { problems } = judgement(tolerated);
  const notCompared = whyNotCompared(reference.noise.lives, trial.lives);
  const isTolerated = tolerant && notCompared.files === undefined && onlyComplaints(problems) !== undefined;
  if (problems.length > 0 && !isTolerated) return { ...withoutTraces(trial), outcome: "breaks", problems };
  // Also reports lines accepted before: profile and verdict list them.
  const fullJudgement = judgement(new Set());
  const complaints = newLines([...fullJudgement.problems, ...fullJudgement.remarks]);
  return {
    ...withoutTraces(trial),
    ...(complaints.length > 0 && { complaints }),
    ...(notCompared.files !== undefined && { filesNotCompared: notCompared.files }),
    ...(notCompared.extended !== undefined && { aclsNotCompared: notCompared.extended }),
  };
}

/** Without processes and written files, which are stored with the trial's record: a report has hundreds of trials. */
export function withoutTraces(trial: Trial): Trial {
  const { traced: _, ...rest } = trial;
  const lives = trial.lives.map((life) => {
    const { processes: _, files: __, late: ___, permissions: ____, watch: _____, ...told } = life;
    return told;
  });
  return { ...rest, lives };
}
