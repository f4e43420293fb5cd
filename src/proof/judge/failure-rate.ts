import type { Trial } from "../../domain/workload/trial.ts";
import { compareBehaviour, type Noise } from "./judge.ts";

/** How often the unrestricted original broke, out of how many runs. */
export interface FailureRate {
  readonly broke: number;
  readonly runs: number;
}

/** More would take too long. */
export const mostReferenceRuns = 30;
/** Enough trials for a single break. */
const runsForOne = 20;
/** Above one in ten of `mostReferenceRuns`, nothing is learned, since failures would be meaningless. */
const mostBreaks = 3;

/** Accepted probability of a wrong result in one learn, over all of its experiments. */
const wrongNeeds = 0.01;
/** Experiments of a long learn: 14 capabilities, users, mounts, limits, rounds of an allowlist. */
const questions = 40;
const mostVotes = 9;

/**
 * Conclusion from the rate measured so far: it is known, it is too high regardless of further trials, or another trial
 * is needed.
 */
export function afterRuns({ broke, runs }: FailureRate): "known" | "too-high" | "again" {
  if (broke > mostBreaks) return "too-high";
  if (broke === 0 || runs >= mostReferenceRuns || (broke === 1 && runs >= runsForOne)) return "known";
  return "again";
}

/** Counts like the experiments: a trial whose responses differ from those of its reference pair is broken, too. */
export function rateOf(ran: readonly Trial[], reference: Trial, noise: Noise): FailureRate {
  const broke = ran.filter(
    (trial) => trial.outcome === "breaks" || compareBehaviour(reference, noise, trial).length > 0,
  ).length;
  return { broke, runs: ran.length };
}

/**
 * Breaks that outvote everything else, as many as passes do: with `votes` of 2 * votes - 1 runs per experiment, chance
 * decides less than one learn in a hundred. Two if the original never broke.
 */
export function votesFor(rate: FailureRate | undefined): number {
  if (rate === undefined || rate.broke === 0) return 2;
  // The rule of succession: one break in twenty trials may well mean one in eleven.
  const chance = (rate.broke + 1) / (rate.runs + 2);
  let votes = 2;
  while (votes < mostVotes && questions * atLeast(votes, 2 * votes - 1, chance) > wrongNeeds) votes++;
  return votes;
}

/** Probability of `minSuccesses` or more successes in `runs` tries, each with `chance`. */
function atLeast(minSuccesses: number, runs: number, chance: number): number {
  let sum = 0;
  let term = (1 - chance) ** runs;
  for (let k = 0; k <= runs; k++) {
    if (k >= minSuccesses) sum += term;
    term *= ((runs - k) / (k + 1)) * (chance / (1 - chance));
  }
  return sum;
}
