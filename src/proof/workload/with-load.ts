import type { Load, Workload } from "../../domain/workload/workload.ts";

/** The workload with this load; without one, each step runs once. */
export function withLoad(workload: Workload, load: Load | undefined): Workload {
  const { load: _, ...calm } = workload;
  return load === undefined ? calm : { ...calm, load };
}
