import type { Load, Workload } from "../../domain/workload/workload.ts";

/** The workload with this load in place of its own; without one, each step is done once. */
export function withLoad(workload: Workload, load: Load | undefined): Workload {
  const { load: _, ...calm } = workload;
  return load === undefined ? calm : { ...calm, load };
}
