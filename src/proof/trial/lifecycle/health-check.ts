import type { HealthOutcome } from "../../../domain/workload/trial.ts";
import type { HealthCheck } from "../health-command.ts";
import { pause } from "../interrupted.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { execute } from "../steps/exec.ts";
import { lastLine } from "../steps/response-text.ts";

/** The engine's default interval is 30 s, which is unrelated to the check. */
const longestIntervalMs = 500;
/** An image may grant itself minutes to start; it is ready here. */
const longestStartMs = 30_000;
const leastTimeoutMs = 5000;

/**
 * Runs the HEALTHCHECK like the engine after the start: the same command, environment, user and folder (an exec of the
 * engine), until it passes, or fails often enough in a row to be unhealthy. Once in each life and at the same point,
 * since independent times would make each trial different. `withinMs` is how long failures do not count, instead of the
 * start period.
 */
export async function checkHealth(
  context: LifecycleContext,
  check: HealthCheck,
  withinMs?: number,
): Promise<HealthOutcome> {
  const graceMs = withinMs ?? Math.min(check.startPeriodMs, longestStartMs);
  // A check that hangs is not waited for three times half a minute where the original's did not.
  const timeoutMs =
    withinMs === undefined ? check.timeoutMs : Math.min(check.timeoutMs, Math.max(leastTimeoutMs, withinMs));
  const begin = performance.now();
  let failures = 0;
  for (let runs = 1; ; runs++) {
    const result = await execute(context, check.command, { timeoutMs });
    const passed = performance.now() - begin;
    const ms = Math.round(passed);
    if ("exitCode" in result && result.exitCode === 0) return { status: "healthy", runs, ms };
    if (passed >= graceMs) failures++;
    const running = (await context.container.state()).running;
    if (failures >= check.retries || !running) {
      const problemText =
        "problem" in result ? result.problem : `exit code ${result.exitCode}${lastLine(result.stderr, result.stdout)}`;
      return { status: "unhealthy", runs, ms, problem: running ? problemText : "the container has ended" };
    }
    await pause(Math.min(check.intervalMs, longestIntervalMs), context.signal);
  }
}
