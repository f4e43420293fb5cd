import { readFileSync } from "node:fs";

/**
 * Whether the process that has `pid` now is there still, whenever it is asked later; never for 0. One read of /proc in place of a question to the engine,
 * which takes a hundred times as long: who waits for a container asks many times a second.
 */
export function watchMain(pid: number): () => boolean {
  const began = pid > 0 ? startOf(pid) : undefined;
  return () => began !== undefined && startOf(pid) === began;
}

/** Ticks since boot at which it began, by which a number that is used again is known; undefined once it has ended. proc_pid_stat(5), fields 3 and 22. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return "ZXx".includes(fields[0] ?? "") ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
