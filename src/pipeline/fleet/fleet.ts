import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../../domain/settings/config.ts";
import type { StoppableThread } from "../../domain/stoppable-thread.ts";
import type { FleetDatabase } from "../../sources/fleet/database.ts";
import type { FleetQueue } from "../../sources/fleet/queue.ts";
import type { Context } from "../context.ts";

/** What all parts of a running fleet share. */
export interface Fleet {
  readonly database: FleetDatabase;
  readonly queue: FleetQueue;
  readonly context: FleetContext;
}

export interface FleetContext extends Pick<Context, "cwd" | "env" | "pathRules" | "version"> {
  readonly signal: AbortSignal;
  readonly config: Config;
  readonly cacheFolder?: string;
  readonly cacheBytes?: number;
  readonly advisoriesFolder?: string;
  /** ISO date and time, UTC. For what advisories are old, never for what is stored. */
  readonly now: () => string;
  /** One line for the person who started it. */
  readonly report: (message: string) => void;
  /** A thread for tasks, with a limit of memory in MiB. */
  readonly openThread: (memoryMegabytes?: number) => StoppableThread;
}

/** Calls `action` until the signal, at once again while it has more to do. A failed one is reported, and tried again later. */
export async function repeatUntil(
  { signal, report }: Pick<FleetContext, "signal" | "report">,
  idleMs: number,
  action: () => Promise<boolean>,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let hasMore = false;
    try {
      hasMore = await action();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (failures++ === 0) report((error as Error).message);
    }
    if (!hasMore) await pause(Math.min(idleMs * 2 ** failures, Math.max(idleMs, maxPauseMs)), signal);
  }
}

const maxPauseMs = 30_000;

/** Ends early at the signal, without an error. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {});
}
