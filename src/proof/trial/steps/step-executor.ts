import type { StepsByKind, Step } from "../../../domain/workload/step.ts";
import type { StepResult } from "../../../steps/step-kind.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";

/** The I/O part of a kind of step, default-exported by one file of this folder each. */
export interface StepExecutor {
  readonly kind: Step["kind"];
  execute(step: Step, context: LifecycleContext): Promise<StepResult>;
}

export function defineExecutor<Kind extends Step["kind"]>(
  kind: Kind,
  execute: (step: StepsByKind[Kind], context: LifecycleContext) => Promise<StepResult>,
): StepExecutor {
  // It only gets steps of its kind.
  return { kind, execute: execute as StepExecutor["execute"] };
}
