import type { Trial } from "../../domain/workload/trial.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { SlowStart } from "../trial/lifecycle/lifecycle-context.ts";
import { execTimeoutMs } from "../trial/steps/exec.ts";

/** Exit code after SIGKILL. */
const killed = 137;

/**
 * Limits waits to a multiple of the reference time, since each failure costs two waits: three times the slowest start
 * plus two seconds; for a step twenty times its time, and never less than its minimum.
 */
export function impatient(workload: Workload, referenceTrials: readonly Trial[]): Workload {
  const lives = referenceTrials.flatMap((trial) => trial.lives);
  return {
    ...workload,
    readyTimeoutMs: Math.min(workload.readyTimeoutMs, readyWithin(referenceTrials)),
    steps: workload.steps.map((step, at) => {
      const times = lives.map(({ steps }) => steps[at]?.repeats?.p95Ms ?? steps[at]?.ms);
      return shortened(step, Math.max(leastMs(step), 20 * slowest(times)));
    }),
  };
}

const slowest = (times: readonly (number | undefined)[]): number => Math.max(0, ...times.map((ms) => ms ?? 0));

/** Milliseconds in which a container should be ready. */
export function readyWithin(referenceTrials: readonly Trial[]): number {
  return 2000 + 3 * slowest(referenceTrials.flatMap(({ lives }) => lives.map(({ readyMs }) => readyMs)));
}

/** Twice the CPU of its slowest start, and half a second: with less, on a busy machine, it may still become ready. */
export function slowStartOf({ readyTimeoutMs }: Workload, referenceTrials: readonly Trial[]): SlowStart | undefined {
  const used = referenceTrials.flatMap(({ lives }) => lives.flatMap(({ readyCpuSeconds }) => readyCpuSeconds ?? []));
  if (used.length === 0) return undefined;
  return { longestMs: readyTimeoutMs, cpuSeconds: 2 * Math.max(...used) + 0.5 };
}

/**
 * How long to wait for an idle container after the stop signal, by the slowest stop of the original, in milliseconds: a
 * container without KILL would use the whole time. A busy one gets all of it. Undefined if the original had to be
 * killed.
 */
export function stopPatience(referenceTrials: readonly Trial[]): number | undefined {
  const lives = referenceTrials.flatMap((trial) => trial.lives);
  if (lives.some(({ exitCode }) => exitCode === killed)) return undefined;
  return 2000 + 3 * Math.max(0, ...lives.map(({ stopMs = 0 }) => stopMs));
}

/**
 * Ports that never answered HTTP in these trials: later requests are short, since a silent port costs two waits each
 * time.
 */
export function silentPorts({ steps }: Workload, trials: readonly Trial[]): ReadonlySet<number> {
  const lives = trials.flatMap((trial) => trial.lives);
  const silent = steps.flatMap((step, at) => {
    const outcomes = step.kind === "port" ? lives.flatMap((life) => life.steps[at] ?? []) : [];
    const spoke = outcomes.length === 0 || outcomes.some(({ ok, status }) => !ok || status !== undefined);
    return step.kind === "port" && !spoke ? [step.port] : [];
  });
  return new Set(silent);
}

/** Grace period for HEALTHCHECK failures: shorter than the start period if the original was healthy at once. */
export function healthPatience(referenceTrials: readonly Trial[]): number {
  const times = referenceTrials.flatMap(({ lives }) => lives.map(({ health }) => health?.ms ?? 0));
  return Math.max(2000, 10 * Math.max(0, ...times));
}

/** Extra milliseconds on a busy machine for starting a program on the host or in the container. */
function leastMs({ kind }: Step): number {
  return kind === "run" ? 10_000 : kind === "exec" ? 5000 : 2000;
}

function shortened(step: Step, waitMs: number): Step {
  if (step.kind === "exec") return { ...step, timeoutMs: Math.min(step.timeoutMs ?? execTimeoutMs, waitMs) };
  return "timeoutMs" in step ? { ...step, timeoutMs: Math.min(step.timeoutMs, waitMs) } : step;
}
