import { Failure } from "../domain/failure.ts";
import type { Progress } from "../domain/progress.ts";
import type { Trial } from "../domain/trial.ts";
import type { Workload } from "../domain/workload.ts";
import type { ImageSummary, Run } from "../sources/engine/types.ts";
import { compareBehaviour, learnNoise } from "./judge.ts";
import { majority } from "./majority.ts";
import { runTrial } from "./trial.ts";

/** A command line tool is given this long to come to its end. */
const limitMs = 30_000;
const toTheEnd: Workload = {
  ready: { kind: "running", forMs: Number.MAX_SAFE_INTEGER },
  readyTimeoutMs: limitMs,
  steps: [],
  stop: { timeoutMs: 1000, exitCodes: [] },
  restart: false,
  env: {},
  volumes: [],
};

interface Shot {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly title: string;
}

/** A container that ends by itself, such as a command line tool, and a way to hold others against it. */
export interface OneShot {
  readonly trials: readonly Trial[];
  /** Two of three runs that end otherwise, or say something else, are a problem. */
  problemOf(shot: Shot): Promise<{ readonly problem?: string; readonly trials: readonly Trial[] }>;
}

/** Runs the original to its end, twice. Undefined when it does not end by itself within 30 s, or cannot be started at all. */
export async function oneShot(
  run: Run,
  original: Omit<Shot, "title">,
  tools: { readonly trialIds: () => string; readonly progress: Progress },
): Promise<OneShot | undefined> {
  const once = async ({ title, ...image }: Shot): Promise<Trial> => {
    tools.progress({ stage: "compare", message: title });
    const request = { ...image, title, id: tools.trialIds(), workload: toTheEnd, restrictions: {} };
    const trial = await runTrial(run, request);
    // It is never "ready", which is what ended the trial: that it came to its end is what counts.
    return ended(trial) ? { ...trial, outcome: "passes", problems: [] } : { ...trial, outcome: "breaks" };
  };
  const first = await once({ ...original, title: "the original, to its end" }).catch((error: unknown) => {
    if (error instanceof Failure && error.code === "engine-refused") return undefined;
    throw error;
  });
  if (first?.outcome !== "passes") return undefined;
  const second = await once({ ...original, title: "the original again, to its end" });
  if (second.outcome !== "passes") return undefined;
  const noise = learnNoise(first, second);
  return {
    trials: [first, second],
    async problemOf(shot) {
      const trials: Trial[] = [];
      const answer = await majority(1, async () => {
        const trial = await once(shot);
        const problems = ended(trial) ? compareBehaviour(first, noise, trial) : trial.problems;
        const judged: Trial = problems.length === 0 ? trial : { ...trial, outcome: "breaks", problems };
        trials.push(judged);
        return judged;
      });
      return { trials, ...(answer.passes ? {} : { problem: answer.problem }) };
    },
  };
}

function ended({ lives: [life] }: Trial): boolean {
  return life?.exitCode !== undefined && life.stopMs === undefined;
}
