import { defaultBodyBytes } from "../../domain/workload/body-bytes.ts";
import type { Step, Workload } from "../../domain/workload/workload.ts";
import { hasLargeBody } from "../../steps/has-large-body.ts";
import { sizeText } from "../../text/size-text.ts";

/**
 * After the steps, each of them that sends a body once more, with one of `maxBody` bytes: what a server keeps in memory up to some size it writes to a file above that. It
 * comes last, so that nothing else is answered otherwise for it.
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

/** With the large bodies that the original took when `other` was learned. */
export function withBodiesOf(workload: Workload, other: Workload): Workload {
  return { ...workload, steps: [...workload.steps, ...other.steps.filter(hasLargeBody)] };
}
