import type { RefusedBody, Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { hasLargeBody } from "../../steps/has-large-body.ts";

/** Padded bodies that the original handles differently from the declared ones, in any of these trials. */
export function refusedBodies({ steps }: Workload, trials: readonly Trial[]): RefusedBody[] {
  const lives = trials.flatMap((trial) => trial.lives);
  return largeBodies({ steps }).flatMap((body) => {
    const failed = lives.map((life) => life.steps[body.at]).find((outcome) => outcome?.ok === false);
    return failed === undefined ? [] : [{ ...body, problem: failed.problem ?? "it failed" }];
  });
}

/** All of them, with the reason for their omission. */
export function largeBodies({ steps }: Pick<Workload, "steps">, problem = ""): RefusedBody[] {
  return steps.flatMap((step, at) =>
    hasLargeBody(step) ? [{ at, name: step.name, bytes: Buffer.byteLength(step.body ?? ""), problem }] : [],
  );
}

export function withoutBodies(workload: Workload, refused: readonly RefusedBody[]): Workload {
  return { ...workload, steps: without(workload.steps, refused) };
}

/** Without these requests: their responses are not compared. */
export function withoutAnswers(trial: Trial, refused: readonly RefusedBody[]): Trial {
  return { ...trial, lives: trial.lives.map((life) => ({ ...life, steps: without(life.steps, refused) })) };
}

function without<T>(list: readonly T[], refused: readonly RefusedBody[]): T[] {
  const places = new Set(refused.map(({ at }) => at));
  return list.filter((_, at) => !places.has(at));
}
