import type { Step } from "../domain/workload/step.ts";
import { kindOf } from "./kind-of.ts";

/** Many clients may do it at once. */
export function isLoad(step: Step): boolean {
  return step.once !== true && kindOf(step).noLoad?.(step) === undefined;
}

/** What a client does again and again: not what has weight 0, a login. */
export function repeatedSteps<One extends Pick<Step, "weight">>(steps: readonly One[]): readonly One[] {
  return steps.filter(({ weight }) => weight !== 0);
}

/** What a client does once, in order, before it repeats: all but what has weight 0 behind all others, a logout. */
export function firstRound<One extends Pick<Step, "weight">>(steps: readonly One[]): readonly One[] {
  return steps.slice(0, steps.findLastIndex(({ weight }) => weight !== 0) + 1);
}
