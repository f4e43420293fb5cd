import type { Step } from "../domain/workload/step.ts";
import { stepKinds } from "./index.ts";
import type { StepKind } from "./step-kind.ts";

const byKind: ReadonlyMap<string, StepKind> = new Map(stepKinds.map((kind) => [kind.kind, kind]));

/** Returns the definition of this kind of step. */
export function kindOf({ kind }: Pick<Step, "kind">): StepKind {
  const stepKind = byKind.get(kind);
  if (stepKind === undefined) throw new Error(`there is no kind of step ${kind}`);
  return stepKind;
}
