import type { StepResult } from "../../../steps/step-kind.ts";
import { Failure } from "../../../domain/failure.ts";
import type { SignalStep } from "../../../domain/workload/step.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { logMatches, waitUntilReady } from "../lifecycle/ready.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("signal", takeSignal);

async function takeSignal(step: SignalStep, context: LifecycleContext): Promise<StepResult> {
  const { settled } = step;
  const earlierMatches = settled?.kind === "log" ? await logMatches(context.container, settled.pattern) : 0;
  try {
    await context.container.kill(step.signal);
  } catch (error) {
    throwIfInterrupted(context.signal);
    if (error instanceof Failure && error.code === "engine-refused") return { problem: error.message };
    throw error;
  }
  const answer = await waitUntilReady(
    context,
    settled === undefined ? {} : { probe: settled, logSeen: earlierMatches },
  );
  return "problem" in answer ? { problem: `after ${step.signal}: ${answer.problem}` } : {};
}
