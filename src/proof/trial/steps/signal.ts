import type { StepResult } from "../../../steps/step-kind.ts";
import { Failure } from "../../../domain/failure.ts";
import type { SignalStep } from "../../../domain/workload/step.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "../life/life-context.ts";
import { logMatches, waitUntilReady } from "../life/ready.ts";
import { defineTaker } from "./taker.ts";

export default defineTaker("signal", takeSignal);

async function takeSignal(step: SignalStep, context: LifeContext): Promise<StepResult> {
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
