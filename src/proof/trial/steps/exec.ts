import type { StepResult } from "../../../steps/step-kind.ts";
import { Failure } from "../../../domain/failure.ts";
import type { ExecStep } from "../../../domain/workload/step.ts";
import type { ExecResult } from "../../../sources/engine/types.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import { executed, type LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { clipResponse, lastLine, matches, sample, shownPattern } from "./response-text.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("exec", takeExec);

export const execTimeoutMs = 30_000;

/** Runs a command inside the container; its errors are problems, the engine's are Failures. */
export async function execute(
  context: LifecycleContext,
  command: readonly string[],
  options: { readonly timeoutMs: number; readonly user?: string },
): Promise<ExecResult | { readonly problem: string; readonly timedOut: boolean }> {
  try {
    const result = await context.container.exec(command, options);
    executed(context, result.pid);
    return result;
  } catch (error) {
    throwIfInterrupted(context.signal);
    if (error instanceof Failure && error.code === "timed-out")
      return { problem: `no end within ${options.timeoutMs} ms`, timedOut: true };
    // The container ended meanwhile, or lacks the command, or the output was endless.
    if (error instanceof Failure && (error.code === "engine-refused" || error.code === "safety-limit"))
      return { problem: error.message, timedOut: false };
    throw error;
  }
}

export async function takeExec(step: ExecStep, context: LifecycleContext): Promise<StepResult> {
  const { command, user, exitCode, output, timeoutMs = execTimeoutMs } = step;
  const result = await execute(context, command, { timeoutMs, ...(user === undefined ? {} : { user }) });
  if ("problem" in result) return result;
  const outcome = { status: result.exitCode, ...clipResponse(result.stdout) };
  if (result.exitCode !== exitCode) {
    const lastMessage = lastLine(result.stderr, result.stdout);
    return { ...outcome, problem: `exit code ${result.exitCode}, expected ${exitCode}${lastMessage}` };
  }
  if (output === undefined || matches(output, result.stdout)) return outcome;
  return { ...outcome, problem: `output does not match ${shownPattern(output)}: ${sample(result.stdout)}` };
}
