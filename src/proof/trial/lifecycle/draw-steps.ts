import type { Step } from "../../../domain/workload/step.ts";
import { firstRound, repeatedSteps } from "../../../steps/is-load.ts";
import { neededCaptures } from "../steps/fill-request.ts";

/**
 * Infinite sequence of a client's steps under load: all steps in order, repeatedly, logins once; steps with weights
 * once in order and then by weight, by a smooth round robin, so that two trials do the same. A step that ends an object
 * is drawn with the step that creates it.
 */
export function* drawSteps(steps: readonly Step[]): Generator<Step, void> {
  const repeated = repeatedSteps(steps);
  yield* firstRound(steps);
  if (repeated.length === 0) return;
  if (repeated.every(({ weight }) => weight === undefined)) {
    for (;;) yield* repeated;
  }
  const drawn = repeated.map((step) => ({ step, credit: 0, weight: step.weight ?? 1 }));
  const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  for (;;) {
    let best = drawn[0];
    for (const one of drawn) {
      one.credit += one.weight;
      if (best === undefined || one.credit > best.credit) best = one;
    }
    if (best === undefined) return;
    best.credit -= total;
    if (isDeletion(best.step)) yield* makersOf(best.step, steps);
    yield best.step;
  }
}

function isDeletion(step: Step): boolean {
  return step.kind === "http" && step.method === "DELETE";
}

/** Steps that capture the values used by this one. */
function makersOf(step: Step, steps: readonly Step[]): readonly Step[] {
  const names = neededCaptures(step);
  return steps.filter(
    (other) =>
      other !== step && other.kind === "http" && Object.keys(other.capture ?? {}).some((name) => names.includes(name)),
  );
}
