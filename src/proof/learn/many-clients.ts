import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import { mebibyte } from "../../domain/units.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { observeCpu } from "../observe/busiest-cpu.ts";
import { observeOtherWork } from "../observe/other-work.ts";
import { leastLimitBytes } from "../restrictions/least-limit.ts";

/** Limits have room for this multiple of the load's clients: each may need memory, tasks and CPU (sshd, a database). */
export const clientsTimes = 5;

/** If all connect at the same time, the CPU peak is short, and only slows down the first ones. */
const peakTime = 0.1;

/** Usage by that many clients. */
export interface ManyClients {
  readonly clients: number;
  readonly trial: Trial;
  /**
   * Share of one CPU in use, or less, for nine tenths of the time, including the share that other processes took;
   * undefined if the machine does not report it.
   */
  readonly cpuShare?: number;
}

/**
 * One trial with as many clients as the limits have room for, and nothing beside their steps; undefined without a load.
 * The original need not pass: failures are counted, and its usage counts as far as it got.
 */
export async function measureMany(
  { session, underLoad }: Pick<ExperimentRunner, "session" | "underLoad">,
  title: string,
  restrictions: Restrictions,
): Promise<ManyClients | undefined> {
  const { workload } = underLoad;
  if (workload.load === undefined) return undefined;
  const clients = clientsTimes * workload.load.clients;
  const cpu = observeCpu(session);
  const otherWork = observeOtherWork();
  const load = { ...workload.load, clients };
  const trial = await underLoad.measure(
    `${title}, ${clients} at once`,
    restrictions,
    { ...workload, restart: false, load },
    { observe: [cpu.observer, otherWork.observer], quiet: true },
  );
  // Excludes the steps before the load.
  const periods = (trial.lives[0]?.load?.ms ?? 0) / 100;
  const share = cpu.shares()[Math.floor(periods * peakTime)];
  const cpuShare = share && share / (1 - otherWork.share(cpu.use()?.workSeconds ?? 0));
  return { clients, trial, ...(cpuShare !== undefined && { cpuShare }) };
}

/** Largest unreclaimable memory in bytes; undefined if this machine does not report it. */
export function heldBy(trials: readonly Trial[]): number | undefined {
  const unreclaimableBytes = trials.flatMap(({ usage }) => usage.memoryHeldBytes ?? []);
  return unreclaimableBytes.length === 0 ? undefined : Math.max(...unreclaimableBytes);
}

/** Smaller differences between two trials are chance. */
const leastGrowthBytes = 8 * mebibyte;
const leastGrowthShare = 0.25;

/** Memory grows with clients, enough to decide the limit. */
export function memoryGrows(
  { reference }: Pick<ExperimentRunner, "reference">,
  many: Pick<ManyClients, "trial">,
): boolean {
  const singleClientBytes = heldBy(reference.trials);
  const manyClientsBytes = heldBy([many.trial]);
  if (singleClientBytes === undefined || manyClientsBytes === undefined || manyClientsBytes < leastLimitBytes / 2)
    return false;
  return manyClientsBytes - singleClientBytes > Math.max(leastGrowthBytes, leastGrowthShare * singleClientBytes);
}
