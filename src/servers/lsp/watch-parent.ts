import { isAlive } from "../../pipeline/host/is-alive.ts";
/** Milliseconds between two checks. */
const everyMs = 2_000;

/**
 * Calls `onParentExit` when the process that started us is gone, which a pipe does not show if others keep it open.
 * Returns a function that stops the watch.
 */
export function watchParent(pid: unknown, onParentExit: () => void): () => void {
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return () => {};
  const timer = setInterval(() => {
    if (!isAlive(pid)) onParentExit();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
