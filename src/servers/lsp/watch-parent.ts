import { isAlive } from "../../pipeline/is-alive.ts";
/** Milliseconds between two looks. */
const everyMs = 2_000;

/** Calls `gone` when the process that started us is there no more, which a pipe that others hold open does not show. Returns the end of the watch. */
export function watchParent(pid: unknown, onParentExit: () => void): () => void {
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return () => {};
  const timer = setInterval(() => {
    if (!isAlive(pid)) onParentExit();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
