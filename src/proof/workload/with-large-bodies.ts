import { defaultBodyBytes } from "../../domain/workload/body-bytes.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { hasLargeBody } from "../../steps/has-large-body.ts";
import { sizeText } from "../../text/size-text.ts";

/**
 * After the steps, repeats each step with a body, with one of `maxBody` bytes: servers keep a body in memory up to some
 * size and write larger ones to a file. They come last, so that they affect no other response.
 */
export function withLargeBodies(workload: Workload): Workload {
  const { steps, maxBody = defaultBodyBytes } = workload;
  if (steps.some(hasLargeBody)) return workload;
  const large = steps.flatMap((step): Step[] => {
    if (step.kind !== "http" || step.at !== undefined || step.body === undefined) return [];
    if (step.body === "" || Buffer.byteLength(step.body) >= maxBody) return [];
    const { repeat: _, ...once } = step;
    return [{ ...once, name: `${step.name}, ${sizeText(maxBody)}`, bodyBytes: maxBody }];
  });
  return large.length === 0 ? workload : { ...workload, steps: [...steps, ...large] };
}

/** With the large bodies that the original accepted when `learnedWorkload` was learned. */
export function withBodiesOf(workload: Workload, learnedWorkload: Workload): Workload {
  return { ...workload, steps: [...workload.steps, ...learnedWorkload.steps.filter(hasLargeBody)] };
}
