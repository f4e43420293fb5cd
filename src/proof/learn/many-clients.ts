import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import { mebibyte } from "../../domain/units.ts";
import type { Lab } from "../lab/lab.ts";
import { observeCpu } from "../observe/busiest-cpu.ts";
import { observeOtherWork } from "../observe/other-work.ts";
import { leastLimitBytes } from "../restrictions/least-limit.ts";

/** Limits have room for so many times the clients of the load: each may take memory, tasks and CPU of its own (sshd, a database). */
export const clientsTimes = 5;

/** When all come at once the peak of CPU is short, and slows only the first of them. */
const peakTime = 0.1;

/** What so many clients took. */
export interface ManyClients {
  readonly clients: number;
  readonly trial: Trial;
  /** Share of one CPU that they used, or less, in nine tenths of the time, with what others on the machine took from them; undefined where the machine does not tell. */
  readonly cpuShare?: number;
}

/**
 * One run with as many clients as the limits have room for, and nothing beside their steps; undefined where there is no load. The original need not stand
 * them: what fails is counted, and what it took counts as far as it came.
 */
export async function measureMany(
  { run, underLoad }: Pick<Lab, "run" | "underLoad">,
  title: string,
  restrictions: Restrictions,
): Promise<ManyClients | undefined> {
  const { workload } = underLoad;
  if (workload.load === undefined) return undefined;
  const clients = clientsTimes * workload.load.clients;
  const cpu = observeCpu(run);
  const otherWork = observeOtherWork();
  const load = { ...workload.load, clients };
  const trial = await underLoad.measure(
    `${title}, ${clients} at once`,
    restrictions,
    { ...workload, restart: false, load },
    { observe: [cpu.observer, otherWork.observer], quiet: true },
  );
  // The steps before the load are no part of its time.
  const periods = (trial.lives[0]?.load?.ms ?? 0) / 100;
  const share = cpu.shares()[Math.floor(periods * peakTime)];
  const cpuShare = share && share / (1 - otherWork.share(cpu.use()?.workSeconds ?? 0));
  return { clients, trial, ...(cpuShare !== undefined && { cpuShare }) };
}

/** Most bytes that could not be reclaimed; undefined where this machine does not tell. */
export function heldBy(trials: readonly Trial[]): number | undefined {
  const held = trials.flatMap(({ usage }) => usage.memoryHeldBytes ?? []);
  return held.length === 0 ? undefined : Math.max(...held);
}

/** Less is what a run takes more than another by chance. */
const leastGrowthBytes = 8 * mebibyte;
const leastGrowthShare = 0.25;

/** Clients take memory of their own, and enough of it to decide the limit. */
export function memoryGrows({ baseline }: Pick<Lab, "baseline">, many: Pick<ManyClients, "trial">): boolean {
  const one = heldBy(baseline.trials);
  const most = heldBy([many.trial]);
  if (one === undefined || most === undefined || most < leastLimitBytes / 2) return false;
  return most - one > Math.max(leastGrowthBytes, leastGrowthShare * one);
}
