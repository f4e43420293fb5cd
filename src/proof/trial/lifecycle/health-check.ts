import type { HealthOutcome } from "../../../domain/workload/trial.ts";
import type { HealthCheck } from "../health-command.ts";
import { pause } from "../interrupted.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { execute } from "../steps/exec.ts";
import { lastLine } from "../steps/response-text.ts";

/** Interval of retries; the engine's default of 30 s is unrelated to the check. */
const longestIntervalMs = 500;
/** Maximum start period: an image may allow itself minutes to start, but it is ready here. */
const longestStartMs = 30_000;
const leastTimeoutMs = 5000;

/**
 * Runs the HEALTHCHECK like the engine after the start: the same command, environment, user and working directory (an
 * exec of the engine), until it passes, or is unhealthy after consecutive failures. Once in each life and at the same
 * point, since independent times would make each trial different. `withinMs` replaces the start period, during which
 * failures do not count.
 */
export async function checkHealth(
  context: LifecycleContext,
  check: HealthCheck,
  withinMs?: number,
): Promise<HealthOutcome> {
  const graceMs = withinMs ?? Math.min(check.startPeriodMs, longestStartMs);
  // If the original's check did not hang, a hung check does not get three timeouts of half a minute.
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
