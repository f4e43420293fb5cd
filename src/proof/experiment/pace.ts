import type { Trial } from "../../domain/workload/trial.ts";

/** Start of each step in each life, in milliseconds since the container's start, in the faster of both originals. */
export function paceOf([a, b]: readonly [Trial, Trial]): number[][] {
  return a.lives.map(({ steps }, life) =>
    steps.map(({ ageMs = 0 }, at) => Math.min(ageMs, b.lives[life]?.steps[at]?.ageMs ?? 0)),
  );
}
