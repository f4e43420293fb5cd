import type { ProcessWatch } from "../../../domain/workload/process-state.ts";
import type { ProcessesNow } from "../../observe/identity/watch-processes.ts";
import { changeClock } from "../../observe/identity/change-clock.ts";
import { pause } from "../interrupted.ts";
import { exercise } from "./exercise.ts";
import type { LifecycleContext, LookAtProcesses, RunOn } from "./lifecycle-context.ts";

/** Time without changes after which states count as final: the slowest known drop came 12 s after the start. */
export const unchangedMs = 15_000;
/** Maximum time from its start, for processes that always change. */
const mostWatchedMs = 60_000;
const slackMs = 5000;
const betweenLooksMs = 500;
/** Number of repetitions, which covers changes at the third request. */
const furtherPasses = 3;

/**
 * Repeats the steps of a container a few times, with any result, and reads its processes until nothing has changed for
 * `unchangedMs`. `startedAt` is on the clock of performance.now. Undefined if they are unknown.
 */
export async function runOn(
  context: LifecycleContext,
  pid: number,
  startedAt: number,
  { leastMs = () => 0, begun, ended, look }: RunOn & { readonly look: LookAtProcesses },
): Promise<ProcessWatch | undefined> {
  const steps = context.workload.steps.filter(({ kind, once }) => kind !== "signal" && once !== true);
  const quietContext = { ...context, workload: { ...context.workload, steps }, pace: undefined };
  for (let pass = 0; pass < furtherPasses; pass++) await exercise(quietContext, pid);
  begun?.();
  const clock = changeClock(startedAt);
  // The reference may end some looks late.
  const mostMs = mostWatchedMs + (leastMs() > 0 ? slackMs : 0);
  let method: ProcessesNow["method"] | undefined;
  for (;;) {
    const processLook = await look(pid);
    const nowMs = performance.now();
    if (processLook === undefined || processLook.states.length === 0) break;
    method = processLook.method;
    clock.look(processLook.states, nowMs);
    const { ms, unchanged } = clock.times(nowMs);
    const settled = unchanged >= unchangedMs && ms >= leastMs();
    if (settled || ms >= mostMs || ended?.aborted === true) break;
    await pause(betweenLooksMs, context.signal);
  }
  return method === undefined ? undefined : clock.watch(method, performance.now());
}
