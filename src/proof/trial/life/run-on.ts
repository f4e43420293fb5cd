import type { ProcessWatch } from "../../../domain/workload/process-state.ts";
import type { ProcessesNow } from "../../observe/identity/watch-processes.ts";
import { changeClock } from "../../observe/identity/change-clock.ts";
import { pause } from "../interrupted.ts";
import { exercise } from "./exercise.ts";
import type { LifeContext, LookAtProcesses, RunOn } from "./life-context.ts";

/** Unchanged for so long they count as what they stay: the slowest drop that was met came 12 s after the start. */
export const unchangedMs = 15_000;
/** One whose processes always change ends as well: from its start. */
export const mostWatchedMs = 60_000;
const slackMs = 5000;
const betweenLooksMs = 500;
/** What comes only with the third request is seen, too. */
const furtherPasses = 3;

/**
 * Does the steps of a container a few times more, whatever they answer, and looks at its processes until nothing about them has changed for `unchangedMs`.
 * `startedAt` is on the clock of performance.now. Undefined where they cannot be seen.
 */
export async function runOn(
  context: LifeContext,
  pid: number,
  startedAt: number,
  { leastMs = () => 0, begun, ended, look }: RunOn & { readonly look: LookAtProcesses },
): Promise<ProcessWatch | undefined> {
  const steps = context.workload.steps.filter(({ kind }) => kind !== "signal");
  const again = { ...context, workload: { ...context.workload, steps }, pace: undefined };
  for (let pass = 0; pass < furtherPasses; pass++) await exercise(again, pid);
  begun?.();
  const clock = changeClock(startedAt);
  // The one that it is compared with may end some looks later than it should.
  const mostMs = mostWatchedMs + (leastMs() > 0 ? slackMs : 0);
  let method: ProcessesNow["method"] | undefined;
  for (;;) {
    const seen = await look(pid);
    const now = performance.now();
    if (seen === undefined || seen.states.length === 0) break;
    method = seen.method;
    clock.look(seen.states, now);
    const { ms, unchanged } = clock.times(now);
    const settled = unchanged >= unchangedMs && ms >= leastMs();
    if (settled || ms >= mostMs || ended?.aborted === true) break;
    await pause(betweenLooksMs, context.signal);
  }
  return method === undefined ? undefined : clock.watch(method, performance.now());
}
