import { readFile } from "node:fs/promises";

/** Whether a process still runs: one that has ended and was not waited for has its folder in /proc, and neither mounts nor files any more (proc_pid_stat(5), state). */
export async function isAlive(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const state = text.slice(text.lastIndexOf(")") + 2, text.lastIndexOf(")") + 3);
  return state !== "" && !"ZXx".includes(state);
}
