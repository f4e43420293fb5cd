import type { StepsByKind, Step } from "../../../domain/workload/step.ts";
import type { StepResult } from "../../../steps/step-kind.ts";
import type { LifeContext } from "../life/life-context.ts";

/** The I/O part of a kind of step, default-exported by one file of this folder each. */
export interface Taker {
  readonly kind: Step["kind"];
  take(step: Step, context: LifeContext): Promise<StepResult>;
}

export function defineTaker<Kind extends Step["kind"]>(
  kind: Kind,
  take: (step: StepsByKind[Kind], context: LifeContext) => Promise<StepResult>,
): Taker {
  // It only gets steps of its kind.
  return { kind, take: take as Taker["take"] };
}
