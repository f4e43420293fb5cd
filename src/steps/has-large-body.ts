import type { HttpStep, Step } from "../domain/workload/workload.ts";

/** A step with a padded body: the original may refuse it, and then it is not part of the workload. */
export function hasLargeBody(step: Step | undefined): step is HttpStep & { readonly bodyBytes: number } {
  return step?.kind === "http" && step.bodyBytes !== undefined;
}
