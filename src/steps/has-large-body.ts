import type { HttpStep, Step } from "../domain/workload/step.ts";

/** A step with a padded body: the original may refuse it, and then it is not part of the workload. */
export function hasLargeBody(step: Step | undefined): step is HttpStep & { readonly bodyBytes: number } {
  return step?.kind === "http" && step.bodyBytes !== undefined;
}
