import type { StepOutcome } from "../../../domain/workload/trial.ts";
import type { Step } from "../../../domain/workload/step.ts";
import type { Moment } from "../../observe/observer.ts";
import { pause, throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { repeatsOf } from "../../judge/repeats.ts";
import { kindOf } from "../../../steps/kind-of.ts";
import type { StepResult } from "../../../steps/step-kind.ts";
import { executeStep } from "../steps/execute-step.ts";
import { waitUntilReady } from "./ready.ts";

/** Maximum delay of a step in milliseconds. */
const longestPaceMs = 5000;

/** Maximum number of timeouts, each of which takes its whole time; then the container counts as hung. */
const timeoutsTolerated = 2;

/**
 * Runs the steps in order and judges each. Continues after a failed step to report every problem, until the container
 * has ended. `pid` is its main process, which was ready `readyMs` after its start. No step comes earlier in the
 * container's life than in the original's: otherwise, a server that responds `STARTING` for its first second would
 * differ.
 */
export async function exercise(context: LifecycleContext, pid: number, readyMs = 0): Promise<StepOutcome[]> {
  const { steps, thinkMs = 0 } = context.workload;
  const outcomes: StepOutcome[] = [];
  let timeouts = 0;
  const begin = performance.now() - readyMs;
  for (const [at, step] of steps.entries()) {
    throwIfInterrupted(context.signal);
    if (step.once === true && context.life > 0) {
      // Outcomes stay at the index of their step.
      outcomes.push({ name: step.name, ok: true, notDone: true, ms: 0 });
      continue;
    }
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

/** Reports the first failure of a repeated step, and compares the first response. */
async function takeAll(step: Step, context: LifecycleContext): Promise<Outcome> {
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
  const reportedOutcome = failed ?? first;
  if (reportedOutcome === undefined) throw new Error(`step ${step.name} is repeated ${step.repeat} times`);
  return step.repeat === undefined ? reportedOutcome : { ...reportedOutcome, repeats: repeatsOf(times, failures) };
}

export async function takeOnce(step: Step, context: LifecycleContext): Promise<Outcome> {
  const begin = performance.now();
  const outcome = await settled(step, context, await executeStep(step, context));
  const ms = Math.round(performance.now() - begin);
  return { name: step.name, ok: outcome.problem === undefined, ...outcome, ms };
}

/** As after a signal: later requests go to a restarted server. */
async function settled(step: Step, context: LifecycleContext, outcome: StepResult): Promise<StepResult> {
  if (outcome.problem !== undefined || kindOf(step).unsettles?.(step) !== true) return outcome;
  const answer = await waitUntilReady(context);
  return "problem" in answer ? { ...outcome, problem: `after it: ${answer.problem}` } : outcome;
}
