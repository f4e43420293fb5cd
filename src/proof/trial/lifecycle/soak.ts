import { setTimeout as sleep } from "node:timers/promises";
import type { StepOutcome } from "../../../domain/workload/trial.ts";
import { firstRound, isLoad, repeatedSteps } from "../../../steps/is-load.ts";
import { clientNumbers } from "../steps/client.ts";
import { withClient } from "./with-client.ts";
import { takeOnce } from "./exercise.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { repeatsOf } from "../../judge/repeats.ts";
import { soakName } from "../../judge/soak-name.ts";

/** Maximum number of failures: more teach nothing. */
const failuresTolerated = 5;

/**
 * Repeats the steps for the declared time, several rounds in parallel. Excludes reloads, which are not a load, and host
 * commands, which have their own. One failed step fails the soak; so does an empty response if that of the single step,
 * in `earlierSteps`, was not.
 */
export async function soak(
  context: LifecycleContext,
  earlierSteps: readonly StepOutcome[],
): Promise<StepOutcome | undefined> {
  const { soak: soakOptions, steps } = context.workload;
  const load = steps.filter((step) => isLoad(step));
  const spoke = new Set(earlierSteps.filter(({ bytes = 0 }) => bytes > 0).map(({ name }) => name));
  if (soakOptions === undefined || repeatedSteps(load).length === 0) return undefined;
  const begin = performance.now();
  const over = () =>
    performance.now() - begin >= soakOptions.forMs ||
    times.length >= (soakOptions.enough ?? Infinity) ||
    problems.length >= failuresTolerated;
  const times: number[] = [];
  const problems: string[] = [];
  const round = async (_: unknown, at: number) => {
    const own = withClient(context, clientNumbers.soak + at);
    for (let count = 0; !over() && !context.signal.aborted; count++) {
      for (const step of count === 0 ? firstRound(load) : repeatedSteps(load)) {
        const outcome = await takeOnce(step, own);
        times.push(outcome.ms);
        const empty = outcome.bytes === 0 && spoke.has(step.name) ? "the answer is empty" : undefined;
        const problem = outcome.problem ?? empty;
        if (problem !== undefined) problems.push(`${step.name}: ${problem}`);
        if (over() || context.signal.aborted) return;
        if (soakOptions.thinkMs > 0) await sleep(soakOptions.thinkMs);
      }
    }
  };
  await Promise.all(Array.from({ length: soakOptions.concurrency }, round));
  throwIfInterrupted(context.signal);
  const [first] = problems;
  const failed = problems.length === 1 ? first : `${problems.length} of ${times.length} steps failed, first ${first}`;
  return {
    name: soakName(load, soakOptions),
    ok: problems.length === 0,
    ...(problems.length === 0 ? {} : { problem: failed ?? "" }),
    ms: Math.round(performance.now() - begin),
    repeats: repeatsOf(times, problems.length),
  };
}
