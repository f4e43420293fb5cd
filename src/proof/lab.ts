import type { Progress } from "../domain/progress.ts";
import type { Restrictions } from "../domain/profile.ts";
import type { Trial } from "../domain/trial.ts";
import type { Workload } from "../domain/workload.ts";
import type { ImageSummary, Run } from "../sources/engine/types.ts";
import type { Baseline } from "./baseline.ts";
import { impatient } from "./impatient.ts";
import { compareBehaviour } from "./judge.ts";
import { majority, type Answer } from "./majority.ts";
import type { Observer } from "./observer.ts";
import { runTrial } from "./trial.ts";

/** Asks one container questions, one trial at a time, and judges each against the baseline. */
export interface Lab {
  readonly run: Run;
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly baseline: Baseline;
  /** All trials so far, baseline included, in the order they ran. */
  readonly trials: readonly Trial[];
  /** A pass counts at once; a failure only when it is two out of three. The same question is not asked twice. */
  ask(title: string, restrictions: Restrictions, observe?: readonly Observer[]): Promise<Answer>;
  /** Runs it twice whatever was asked before; when the two disagree, a third decides. */
  confirm(title: string, restrictions: Restrictions): Promise<Answer>;
}

export interface LabRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly baseline: Baseline;
  readonly trialIds: () => string;
  readonly progress: Progress;
  /** Of the progress events: `learn`, `verify`. */
  readonly stage: string;
}

export function openLab(run: Run, request: LabRequest): Lab {
  const { image, imageSummary, baseline, progress, stage } = request;
  const workload = impatient(request.workload, baseline.trials);
  const trials: Trial[] = [...baseline.ran];
  const answers = new Map<string, Answer>();

  const once = async (title: string, restrictions: Restrictions, observe: readonly Observer[]): Promise<Trial> => {
    const trial = await runTrial(run, {
      id: request.trialIds(),
      title,
      image,
      imageSummary,
      workload,
      restrictions,
      observe,
    });
    const judged = judge(baseline, trial);
    progress({ stage, message: `${title}: ${judged.outcome}` });
    trials.push(judged);
    return judged;
  };

  return {
    run,
    image,
    imageSummary,
    workload,
    baseline,
    trials,
    async ask(title, restrictions, observe = []) {
      const key = JSON.stringify(sorted(restrictions));
      const known = answers.get(key);
      if (known !== undefined && observe.length === 0) return known;
      const answer = await majority(1, () => once(title, restrictions, observe));
      answers.set(key, answer);
      return answer;
    },
    async confirm(title, restrictions) {
      const answer = await majority(2, () => once(title, restrictions, []));
      answers.set(JSON.stringify(sorted(restrictions)), answer);
      return answer;
    },
  };
}

function judge(baseline: Baseline, trial: Trial): Trial {
  if (trial.outcome === "breaks") return trial;
  const problems = compareBehaviour(baseline.trials[0], baseline.noise, trial);
  return problems.length === 0 ? trial : { ...trial, outcome: "breaks", problems };
}

/** Equal restrictions give equal text. */
function sorted(restrictions: Restrictions): unknown {
  return {
    ...Object.fromEntries(Object.entries(restrictions).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    addCapabilities: (restrictions.addCapabilities ?? []).toSorted(),
    tmpfs: (restrictions.tmpfs ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
