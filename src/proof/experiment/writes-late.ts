import type { Trial } from "../../domain/workload/trial.ts";

/** Something of its work is done after its steps, so that a stop at once would cut it off. */
export function writesLate({ lives }: Trial): boolean {
  return lives.some(({ late }) => late === true);
}
