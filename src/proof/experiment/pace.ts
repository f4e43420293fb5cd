import type { Trial } from "../../domain/workload/trial.ts";

/** Of each life and step, how long the container had been started when it began in the quicker of both originals, in milliseconds. */
export function paceOf([a, b]: readonly [Trial, Trial]): number[][] {
  return a.lives.map(({ steps }, life) =>
    steps.map(({ ageMs = 0 }, at) => Math.min(ageMs, b.lives[life]?.steps[at]?.ageMs ?? 0)),
  );
}
