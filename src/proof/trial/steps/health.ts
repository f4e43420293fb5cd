import type { HealthStep } from "../../../domain/workload/step.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { takeExec } from "./exec.ts";
import type { StepResult } from "../../../steps/step-kind.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("health", takeHealth);

/** Its output is for people, so only the exit code counts (Dockerfile reference, HEALTHCHECK). */
async function takeHealth(step: HealthStep, context: LifecycleContext): Promise<StepResult> {
  if (context.health === undefined) return { problem: "the image has no HEALTHCHECK" };
  const {
    body: _,
    bytes: __,
    ...taken
  } = await takeExec({ kind: "exec", name: step.name, command: context.health, exitCode: 0 }, context);
  return taken;
}
