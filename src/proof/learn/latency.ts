import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Repeats, Trial } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { kindOf } from "../../steps/kind-of.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { withLoad } from "../workload/with-load.ts";

/** Sequential steps with short pauses, like one client: enough for a 95th percentile, not a load test. */
const soak = { forMs: 2000, concurrency: 1, thinkMs: 10, enough: 100 } as const;

export interface Latency {
  readonly trial: Trial;
  readonly repeats: Repeats;
}

/** Minimum for a 95th percentile. */
export const leastRepeats = 10;

/** Latency of the steps under `restrictions`; undefined if the workload has no repeatable steps, or breaks. */
export async function measureLatency(
  runner: ExperimentRunner,
  title: string,
  restrictions: Restrictions,
): Promise<Latency | undefined> {
  const { steps } = runner.workload;
  if (steps.every((step) => kindOf(step).noLoad?.(step) !== undefined)) return undefined;
  const workload: Workload = {
    ...withLoad(runner.workload, undefined),
    restart: false,
    soak: runner.workload.soak ?? soak,
  };
  const trial = await runner.measure(title, restrictions, workload);
  const repeats = trial.lives[0]?.steps.at(-1)?.repeats;
  return repeats === undefined || repeats.count < leastRepeats ? undefined : { trial, repeats };
}

/** 1.5 times as slow, or 5 ms slower: smaller differences are noise. */
export const toleratedFactor = 1.5;

/** One failure in a thousand is chance, as under load. */
const toleratedFailures = 0.001;

export function keepsPace(measured: Latency, reference: Latency): boolean {
  const maxP95Ms = Math.max(toleratedFactor * reference.repeats.p95Ms, reference.repeats.p95Ms + 5);
  const share = ({ repeats: { failed, count } }: Latency) => failed / count;
  return share(measured) <= share(reference) + toleratedFailures && measured.repeats.p95Ms <= maxP95Ms;
}

export function inWords({ repeats: { p50Ms, p95Ms }, trial }: Latency): string {
  return `p50 ${round(p50Ms)} ms, p95 ${round(p95Ms)} ms (${trial.id})`;
}

const round = (ms: number): number => Math.round(ms * 10) / 10;
