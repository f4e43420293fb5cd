import type { Step } from "../domain/workload/workload.ts";
import { kindOf } from "./kind-of.ts";

/** Many clients may do it at once. */
export function isLoad(step: Step): boolean {
  return step.once !== true && step.weight !== 0 && kindOf(step).noLoad?.(step) === undefined;
}
