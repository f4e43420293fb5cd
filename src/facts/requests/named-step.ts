import type { Step } from "../../domain/workload/step.ts";
import { kindOf } from "../../steps/kind-of.ts";
import type { Nameless } from "../../steps/step-kind.ts";

/** The step under the name of what it does. */
export function namedStep(step: Nameless): Step {
  return { ...step, name: kindOf(step).nameOf(step) };
}
