import { readFileSync } from "node:fs";

/**
 * Returns a check whether the process that now has `pid` still exists; always false for 0. It reads /proc instead of
 * asking the engine, which takes a hundred times as long: code that waits for a container checks many times per
 * second.
 */
export function watchMain(pid: number): () => boolean {
  const began = pid > 0 ? startOf(pid) : undefined;
  return () => began !== undefined && startOf(pid) === began;
}

/** Start time in ticks since boot, which distinguishes a reused pid; undefined after the end. proc_pid_stat(5), fields 3 and 22. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return "ZXx".includes(fields[0] ?? "") ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
