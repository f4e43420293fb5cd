import type { StepOutcome } from "../../../domain/workload/trial.ts";
import type { Step } from "../../../domain/workload/workload.ts";
import type { Moment } from "../../observe/observer.ts";
import { pause, throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "./life-context.ts";
import { repeatsOf } from "../../judge/repeats.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import type { Taken } from "../../../steps/step-kind.ts";
import { take } from "../steps/take.ts";
import { waitUntilReady } from "./ready.ts";

/** No step is held back for longer than this, in milliseconds. */
const longestPaceMs = 5000;

/** Each time-out costs its whole time; after this many the container is taken for stuck. */
const timeoutsTolerated = 2;

/**
 * Runs the steps in order and judges each. Goes on after a failed step, so that every problem is reported, until the container
 * is gone. `pid` is its main process, which was ready `readyMs` after its start. No step comes earlier in the container's life than in the
 * original's: what answers `STARTING` for its first second would answer otherwise for no other reason.
 */
export async function exercise(context: LifeContext, pid: number, readyMs = 0): Promise<StepOutcome[]> {
  const { steps, thinkMs = 0 } = context.workload;
  const outcomes: StepOutcome[] = [];
  let timeouts = 0;
  const begin = performance.now() - readyMs;
  for (const [at, step] of steps.entries()) {
    throwIfInterrupted(context.signal);
    if (thinkMs > 0 && outcomes.length > 0) await pause(thinkMs, context.signal);
    const early = (context.pace?.[at] ?? 0) - (performance.now() - begin);
    if (early > 0) await pause(Math.min(early, longestPaceMs), context.signal);
    const ageMs = Math.round(performance.now() - begin);
    const { timedOut, ...outcome } = await takeAll(step, context);
    outcomes.push({ ...outcome, ageMs });
    const moment: Moment = { container: context.container, pid, life: context.life };
    for (const observer of context.observers) await observer.stepped?.(moment);
    if (outcome.problem === undefined) continue;
    if (timedOut === true && ++timeouts >= timeoutsTolerated) break;
    if (!(await context.container.state()).running) break;
  }
  return outcomes;
}

type Outcome = StepOutcome & { readonly timedOut?: boolean };

/** The first failure of a repeated step is reported; what the first answer was is compared. */
async function takeAll(step: Step, context: LifeContext): Promise<Outcome> {
  const times: number[] = [];
  let first: Outcome | undefined;
  let failed: Outcome | undefined;
  let failures = 0;
  for (let count = 0; count < (step.repeat ?? 1) && failures < timeoutsTolerated; count++) {
    throwIfInterrupted(context.signal);
    const outcome = await takeOnce(step, context);
    times.push(outcome.ms);
    first ??= outcome;
    if (outcome.ok) continue;
    failures++;
    failed ??= outcome;
  }
  const told = failed ?? first;
  if (told === undefined) throw new Error(`step ${step.name} is repeated ${step.repeat} times`);
  return step.repeat === undefined ? told : { ...told, repeats: repeatsOf(times, failures) };
}

export async function takeOnce(step: Step, context: LifeContext): Promise<Outcome> {
  const begin = performance.now();
  const taken = await settled(step, context, await take(step, context));
  const ms = Math.round(performance.now() - begin);
  return { name: step.name, ok: taken.problem === undefined, ...taken, ms };
}

/** As after a signal: what is asked next is asked of a server that is back. */
async function settled(step: Step, context: LifeContext, taken: Taken): Promise<Taken> {
  if (taken.problem !== undefined || kindOf(step).unsettles?.(step) !== true) return taken;
  const answer = await waitUntilReady(context);
  return "problem" in answer ? { ...taken, problem: `after it: ${answer.problem}` } : taken;
}
