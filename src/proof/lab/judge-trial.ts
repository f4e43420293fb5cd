import type { Trial } from "../../domain/workload/trial.ts";
import type { Reference } from "./reference.ts";
import { newLines, onlyComplaints } from "../judge/complaints.ts";
import { judgeBehaviour } from "../judge/judge.ts";
import { withCauses } from "../judge/ran-out.ts";

/**
 * A trial with its outcome, once it is compared with two runs of the original. `tolerated` are lines of a log that are no problem; a `tolerant` question passes, too, when
 * all that it does otherwise is to complain in its log.
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
  const { problems, remarks } = judgement(tolerated);
  if (problems.length > 0 && !(tolerant && onlyComplaints(problems) !== undefined))
    return { ...briefly(trial), outcome: "breaks", problems };
  // Those that were accepted before are reported as well: the profile has to name them.
  const known = tolerant ? judgement(new Set()) : { problems, remarks };
  const complaints = newLines([...known.problems, ...known.remarks]);
  const told = briefly(trial);
  return complaints.length === 0 ? told : { ...told, complaints };
}

/** As what its processes ran and what it wrote is kept where it is looked up again: a report has hundreds of trials. */
export function briefly(trial: Trial): Trial {
  const { traced: _, ...rest } = trial;
  const lives = trial.lives.map((life) => {
    const { processes: _, files: __, late: ___, watch: ____, ...told } = life;
    return told;
  });
  return { ...rest, lives };
}
