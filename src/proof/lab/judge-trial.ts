import type { Trial } from "../../domain/workload/trial.ts";
import type { Reference } from "./reference.ts";
import { newLines, onlyComplaints } from "../judge/complaints.ts";
import { whyNotCompared } from "../judge/files/compare-permissions.ts";
import { judgeBehaviour } from "../judge/judge.ts";
import { withCauses } from "../judge/ran-out.ts";

/**
 * A trial with its outcome, once it is compared with two runs of the original. `tolerated` are lines of a log that are no problem; a `tolerant` question passes, too, when
 * all that it does otherwise is to complain in its log, and its files were seen to be the original's.
 */
export function judgeTrial(
  { reference, otherImage = false }: { readonly reference: Reference; readonly otherImage?: boolean | undefined },
  trial: Trial,
  tolerated: ReadonlySet<string>,
  tolerant: boolean,
): Trial {
  if (trial.outcome === "breaks") return briefly(withCauses(reference.noise.ranOut, trial));
  const judgement = (accepted: ReadonlySet<string>) =>
    judgeBehaviour(reference.trials[0], reference.noise, trial, { otherImage, tolerated: accepted });
  const { problems } = judgement(tolerated);
  const notCompared = whyNotCompared(reference.noise.lives, trial.lives);
  const isTolerated = tolerant && notCompared.files === undefined && onlyComplaints(problems) !== undefined;
  if (problems.length > 0 && !isTolerated) return { ...briefly(trial), outcome: "breaks", problems };
  // Those that were accepted before are reported as well: the profile and the verdict have to name them.
  const all = judgement(new Set());
  const complaints = newLines([...all.problems, ...all.remarks]);
  return {
    ...briefly(trial),
    ...(complaints.length > 0 && { complaints }),
    ...(notCompared.files !== undefined && { filesNotCompared: notCompared.files }),
    ...(notCompared.extended !== undefined && { aclsNotCompared: notCompared.extended }),
  };
}

/** As what its processes ran and what it wrote is kept where it is looked up again: a report has hundreds of trials. */
export function briefly(trial: Trial): Trial {
  const { traced: _, ...rest } = trial;
  const lives = trial.lives.map((life) => {
    const { processes: _, files: __, late: ___, permissions: ____, watch: _____, ...told } = life;
    return told;
  });
  return { ...rest, lives };
}
