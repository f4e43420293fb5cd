import { defaultBodyBytes } from "../../domain/workload/body-bytes.ts";
import type { HttpStep, Step, Workload } from "../../domain/workload/workload.ts";
import { sizeText } from "../../text/size-text.ts";

/** A step whose body was padded: the original may refuse it, and then it is no part of the workload. */
export function hasLargeBody(step: Step | undefined): step is HttpStep & { readonly bodyBytes: number } {
  return step?.kind === "http" && step.bodyBytes !== undefined;
}

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
