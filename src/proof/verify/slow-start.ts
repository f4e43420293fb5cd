import type { Trial } from "../../domain/workload/trial.ts";
import { readyWithin } from "../experiment/impatient.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { isHeldBack } from "../trial/lifecycle/held-back.ts";

/**
 * Note on starts that the CPU limit slows down: a machine slower than the one of the proof needs more. Empty if none is
 * slow.
 */
export function slowStart(
  { reference }: Pick<ExperimentRunner, "reference">,
  trials: readonly Trial[],
  cpus: number | undefined,
): string {
  if (cpus === undefined) return "";
  const lives = (of: readonly Trial[]) => of.flatMap((trial) => trial.lives);
  const slowest = (times: readonly number[]) => Math.max(0, ...times);
  const original = slowest(lives(reference.trials).map(({ readyMs = 0 }) => readyMs));
  // A busy machine also slows down starts: those say nothing about the limit.
  const isCpuHeld = ({ readyMs = 0, readyCpuSeconds = 0 }) => isHeldBack(cpus, readyCpuSeconds, readyMs);
  const limited = slowest(
    lives(trials)
      .filter(isCpuHeld)
      .map(({ readyMs = 0 }) => readyMs),
  );
  if (limited <= readyWithin(reference.trials)) return "";
  return ` It is ready after up to ${seconds(limited)}, the original after ${seconds(original)}: the limit of ${cpus} CPUs holds its start back on this machine.`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
