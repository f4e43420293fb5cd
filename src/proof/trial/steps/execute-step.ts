import type { Step } from "../../../domain/workload/step.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import { withTexts } from "../../../steps/with-texts.ts";
import { resolveText } from "../../../secrets/variable-references.ts";
import type { StepResult } from "../../../steps/step-kind.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { stepExecutors } from "./index.ts";

const executorByKind = new Map(stepExecutors.map((executor) => [executor.kind, executor]));

/** Executes a step by the file of its kind in this folder; a kind without one consists of others. */
export async function executeStep(step: Step, life: LifecycleContext): Promise<StepResult> {
  const context = contextAt(step, life);
  if (context === undefined) return { problem: `the workload has no companion ${step.at}` };
  const { variables } = life.workload;
  const sent = withTexts(step, (text) => resolveText(text, variables));
  const executor = executorByKind.get(step.kind);
  if (executor !== undefined) return executor.execute(sent, context);
  const kind = kindOf(step);
  if (kind.execute === undefined) throw new Error(`no executor for steps of the kind ${step.kind}`);
  return kind.execute(sent, (part) => executeStep(part, context));
}

/** The context of the step's target: observers of the container ignore companions. */
function contextAt({ at }: Step, life: LifecycleContext): LifecycleContext | undefined {
  if (at === undefined) return life;
  const companion = life.companions?.get(at);
  if (companion === undefined) return undefined;
  const { health: _, ...rest } = life;
  const { container, ports, health } = companion;
  return { ...rest, container, ports, observers: [], ...(health && { health }) };
}
