import type { Trial } from "../../domain/workload/trial.ts";

/** It continues to work after its steps, so an immediate stop would interrupt it. */
export function writesLate({ lives }: Trial): boolean {
  return lives.some(({ late }) => late === true);
}
