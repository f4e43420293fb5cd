import type { HttpStep, Step } from "../domain/workload/workload.ts";

/** A step whose body was padded: the original may refuse it, and then it is no part of the workload. */
export function hasLargeBody(step: Step | undefined): step is HttpStep & { readonly bodyBytes: number } {
  return step?.kind === "http" && step.bodyBytes !== undefined;
}
