import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../../domain/failure.ts";

const busy = 5;

/**
 * The right to change a store, held by one process at a time. It is a lock of the kernel on a file that is never removed (SQLite takes it), so
 * a killed writer leaves nothing behind that another would wait for. Waits up to `patienceMs`; then throws `Failure` (`timed-out`).
 */
export async function lockStore(
  folder: string,
  signal: AbortSignal | undefined,
  patienceMs = 60_000,
): Promise<Disposable> {
  // Loaded by writers only.
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const path = join(folder, "lock");
  const until = performance.now() + patienceMs;
  for (;;) {
    signal?.throwIfAborted();
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
      return { [Symbol.dispose]: () => database.close() };
    } catch (error) {
      database.close();
      if ((error as { errcode?: number }).errcode !== busy) throw error;
    }
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
