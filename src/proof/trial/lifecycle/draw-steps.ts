import type { Step } from "../../../domain/workload/step.ts";
import { firstRound, repeatedSteps } from "../../../steps/is-load.ts";
import { neededCaptures } from "../steps/fill-request.ts";

/**
 * What a client does under load, without end: all steps in order, again and again, logins once; where steps have weights, once in order and then by weight, by a
 * smooth round robin, so that two trials do the same. What ends its object is drawn with the step that makes it.
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

/** Steps that capture what this one names. */
function makersOf(step: Step, steps: readonly Step[]): readonly Step[] {
  const names = neededCaptures(step);
  return steps.filter(
    (other) =>
      other !== step && other.kind === "http" && Object.keys(other.capture ?? {}).some((name) => names.includes(name)),
  );
}
