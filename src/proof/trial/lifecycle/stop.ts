import { pause } from "../interrupted.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { startIdleWatch } from "./idle-watch.ts";

/** Time before the engine would kill it. */
const lookBeforeKillMs = 200;

/**
 * Stops the container with the main process `pid`. `stuck` if it was idle after the stop signal, after `stopWithinMs`
 * or at the end of the whole time: it did not lack CPU. An idle container after `stopWithinMs` will not end, and is
 * killed: it was `cut`.
 */
export async function stopContainer(
  { container, workload, engine, stopWithinMs = Infinity }: LifecycleContext,
  pid: number,
): Promise<{ readonly stopMs: number; readonly stuck: boolean; readonly cut: boolean }> {
  const { timeoutMs } = workload.stop;
  const lastMs = Math.max(0, timeoutMs - lookBeforeKillMs);
  const cuts = stopWithinMs < lastMs;
  await using still = startIdleWatch(pid, engine.sameKernel);
  const begin = performance.now();
  const over = new AbortController();
  const look = async (): Promise<boolean> => {
    await pause(cuts ? stopWithinMs : lastMs, over.signal);
    if (!(await still.isIdle()) || over.signal.aborted) return false;
    if (cuts) await container.kill("SIGKILL");
    return true;
  };
  // If the look fails, the engine still stops the container.
  const stuckLook = look().catch(() => false);
  try {
    await container.stop(timeoutMs);
  } finally {
    over.abort();
  }
  const stopMs = Math.round(performance.now() - begin);
  const stuck = await stuckLook;
  return { stopMs, stuck, cut: stuck && cuts };
}
