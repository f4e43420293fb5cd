import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../../domain/failure.ts";
import { tryKernelLock } from "../../files/kernel-lock.ts";

/**
 * The right to change a store, held by one process at a time. Waits up to `patienceMs`; then throws `Failure` (`timed-out`).
 */
export async function lockStore(
  folder: string,
  signal: AbortSignal | undefined,
  patienceMs = 60_000,
): Promise<Disposable> {
  const path = join(folder, "lock");
  const until = performance.now() + patienceMs;
  for (;;) {
    signal?.throwIfAborted();
    const lock = tryKernelLock(path);
    if (lock !== undefined) return lock;
    if (performance.now() > until) {
      throw new Failure(
        "timed-out",
        `another process has been writing to ${folder} for ${patienceMs / 1_000} seconds`,
        {
          hint: "Wait for it to end, then start this again. The store as it was stays readable.",
        },
      );
    }
    await sleep(100, undefined, signal && { signal }).catch(() => {});
  }
}
