import type { StepOutcome } from "../../domain/workload/trial.ts";
import type { Step } from "../../domain/workload/step.ts";

/** The number of rounds that fit into its time varies. */
export function isSoak({ name, repeats }: StepOutcome): boolean {
  return repeats !== undefined && name.startsWith("soak of ");
}

export function soakName(
  load: readonly Step[],
  { forMs, concurrency }: { readonly forMs: number; readonly concurrency: number },
): string {
  return `soak of ${load.length} step${load.length === 1 ? "" : "s"}, ${concurrency} at a time, ${forMs / 1000} s`;
}
