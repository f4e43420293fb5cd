/** Milliseconds between two looks. */
const everyMs = 2_000;

/** Calls `gone` when the process that started us is there no more, which a pipe that others hold open does not show. Returns the end of the watch. */
export function watchParent(pid: unknown, gone: () => void): () => void {
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return () => {};
  const timer = setInterval(() => {
    if (!isThere(pid)) gone();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isThere(pid: number): boolean {
  try {
    // Signal 0 is never sent: kill(2) only looks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
