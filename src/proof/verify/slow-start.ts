import type { Trial } from "../../domain/workload/trial.ts";
import { readyWithin } from "../lab/impatient.ts";
import type { Lab } from "../lab/lab.ts";

/** What is said of starts that the limit of CPUs holds back: a slower machine than the one it was learned on needs more of it. Empty where none is slow. */
export function slowStart({ baseline }: Pick<Lab, "baseline">, trials: readonly Trial[], cpus: number): string {
  const slowest = (of: readonly Trial[]) =>
    Math.max(0, ...of.flatMap(({ lives }) => lives.map(({ readyMs = 0 }) => readyMs)));
  const [original, limited] = [slowest(baseline.trials), slowest(trials)];
  if (limited <= readyWithin(baseline.trials)) return "";
  return ` It is ready after up to ${seconds(limited)}, the original after ${seconds(original)}: the limit of ${cpus} CPUs holds its start back on this machine.`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
