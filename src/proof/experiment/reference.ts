import type { Permit } from "../../consent/decide.ts";
import type { Progress } from "../../domain/progress.ts";
import type { RefusedBody, Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import type { FailureRate } from "../judge/failure-rate.ts";
import { learnNoise, type Noise } from "../judge/judge.ts";
import { runTrial } from "../trial/trial.ts";
import { silentPorts } from "./impatient.ts";
import { writesLate } from "./writes-late.ts";

/** Two runs of the original, and their noise. */
export interface ReferenceTrials {
  /** Both passed. */
  readonly trials: readonly [Trial, Trial];
  readonly noise: Noise;
}

/** The behavior of a container without restrictions: the reference of every trial. */
export interface ReferenceBehavior extends ReferenceTrials {
  /** Including broken ones. */
  readonly ran: readonly Trial[];
  /** The workload that the container can pass: as requested, or with its actual stop accepted. */
  readonly workload: Workload;
  /** Its stop, if the exit code is not a declared one. */
  readonly uncleanStop?: string;
  /** Padded bodies that it refused; `workload` lacks them. */
  readonly refused?: readonly RefusedBody[];
  /** How often it broke by itself; absent if never. */
  readonly rate?: FailureRate;
  /** Further passing trials; if there are fewer than `least`, one more runs, unless an earlier one broke. */
  readonly others: (least: number) => Promise<readonly Trial[]>;
}

/** The subject of reference trials. */
export interface Original {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly workload: Workload;
  readonly permit: Permit;
  readonly trialIds: () => string;
  readonly progress: Progress;
}

export function referenceTrialsOf(trials: readonly [Trial, Trial], { stop }: Pick<Workload, "stop">): ReferenceTrials {
  return { trials, noise: learnNoise(...trials, stop.exitCodes) };
}

/** `trials` are two of `ran` that passed under the workload of `original`. */
export function referenceBehaviorOf(
  session: EngineSession,
  original: Original,
  trials: readonly [Trial, Trial],
  ran: readonly Trial[],
): ReferenceBehavior {
  const { workload } = original;
  const passed = ran.filter((trial) => trial.outcome === "passes" && !trials.includes(trial));
  let pendingTrials: Promise<readonly Trial[]> = Promise.resolve(passed);
  let broke = false;
  const moreTrials = (minTrials: number) =>
    (pendingTrials = pendingTrials.then(async (previousTrials) => {
      if (broke || previousTrials.length >= minTrials) return previousTrials;
      const trial = await onceMore(session, original, trials);
      broke = trial.outcome === "breaks";
      return broke ? previousTrials : [...previousTrials, trial];
    }));
  return { ...referenceTrialsOf(trials, workload), ran, workload, others: moreTrials };
}

async function onceMore(
  session: EngineSession,
  { image, imageSummary, workload, permit, trialIds, progress }: Original,
  trials: readonly [Trial, Trial],
): Promise<Trial> {
  const title = "the original once more: does it answer the same each time?";
  progress({ stage: "reference", message: title, line: true });
  const [loadOutcome] = trials[0].lives.map(({ load }) => load);
  return runTrial(session, {
    id: trialIds(),
    title,
    image,
    imageSummary,
    workload,
    permit,
    restrictions: {},
    silentPorts: silentPorts(workload, trials),
    settle: trials.some(writesLate),
    ...(loadOutcome && { unlike: loadOutcome }),
  });
}
