import { kernelText } from "../kernel-text.ts";

/** Whether a process still runs: a zombie has a folder in /proc, but neither mounts nor files any more (proc_pid_stat(5), state). */
export function isAlive(pid: number): boolean {
  const text = kernelText(`/proc/${pid}/stat`) ?? "";
  const state = text.slice(text.lastIndexOf(")") + 2, text.lastIndexOf(")") + 3);
  return state !== "" && !"ZXx".includes(state);
}
