import type { Step } from "../../../domain/workload/workload.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import { withTexts } from "../../../steps/with-texts.ts";
import { resolveText } from "../../../secrets/variable-references.ts";
import type { StepResult } from "../../../steps/step-kind.ts";
import type { LifeContext } from "../life/life-context.ts";
import { takers } from "./index.ts";

const byKind = new Map(takers.map((taker) => [taker.kind, taker]));

/** By the file of its kind in this folder; a kind without one is made of others. */
export async function take(step: Step, life: LifeContext): Promise<StepResult> {
  const context = placeOf(step, life);
  if (context === undefined) return { problem: `the workload has no companion ${step.at}` };
  const { variables } = life.workload;
  const sent = withTexts(step, (text) => resolveText(text, variables));
  const taker = byKind.get(step.kind);
  if (taker !== undefined) return taker.take(sent, context);
  const kind = kindOf(step);
  if (kind.take === undefined) throw new Error(`nothing takes a step of the kind ${step.kind}`);
  return kind.take(sent, (part) => take(part, context));
}

/** Where the step is done: what watches the container does not look at a companion. */
function placeOf({ at }: Step, life: LifeContext): LifeContext | undefined {
  if (at === undefined) return life;
  const companion = life.beside?.get(at);
  if (companion === undefined) return undefined;
  const { health: _, ...rest } = life;
  const { container, ports, health } = companion;
  return { ...rest, container, ports, observers: [], ...(health && { health }) };
}
