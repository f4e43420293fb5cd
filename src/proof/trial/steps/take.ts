import type { Step } from "../../../domain/workload/workload.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import type { Taken } from "../../../steps/step-kind.ts";
import type { LifeContext } from "../life/life-context.ts";
import { takers } from "./index.ts";

const byKind = new Map(takers.map((one) => [one.kind, one]));

/** By the file of its kind in this folder; a kind without one is made of others. */
export function take(step: Step, context: LifeContext): Promise<Taken> {
  const taker = byKind.get(step.kind);
  if (taker !== undefined) return taker.take(step, context);
  const kind = kindOf(step);
  if (kind.take === undefined) throw new Error(`nothing takes a step of the kind ${step.kind}`);
  return kind.take(step, (part) => take(part, context));
}
