import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "../../sources/engine/client/interruption.ts";

/** Throws `interrupted`, or the engine's Failure, after an abort. */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw interruption(signal);
}

/** Waits `ms` milliseconds; throws if the session ends first. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => throwIfInterrupted(signal));
}
