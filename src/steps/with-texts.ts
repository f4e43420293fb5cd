import type { Probe } from "../domain/workload/probe.ts";
import type { Step } from "../domain/workload/step.ts";
import { kindOf } from "./kind-of.ts";

/** The step with each text that it sends, runs or expects changed. Its name stays. */
export function withTexts(step: Step, change: (text: string) => string): Step {
  return kindOf(step).withTexts?.(step, change) ?? step;
}

/** The same of the request of a probe. */
export function withProbeTexts<One extends Probe>(probe: One, change: (text: string) => string): One {
  if (probe.kind !== "http") return probe;
  const { headers } = probe;
  const changed = headers && Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, change(text)]));
  return { ...probe, path: change(probe.path), ...(changed && { headers: changed }) };
}
