import { readFileSync, readlinkSync } from "node:fs";

/**
 * The creating process in a form that fits into a name or an environment variable: pid, start in clock ticks since
 * boot, pid namespace. It needs no separate record that could be lost.
 */
export interface OwnerMark {
  readonly pid: number;
  readonly start: string;
  readonly pids: string;
}

/** The variable by which a child program identifies its parent. */
export const ownerVariable = "HULLPROOF_OWNER";

export function markText({ pid, start, pids }: OwnerMark): string {
  return `${pid}-${start}-${pids}`;
}

const form = /^(\d{1,10})-(\d{1,20})-(\d{1,20})$/;

export function parseMark(text: string): OwnerMark | undefined {
  const [, pid, start, pids] = form.exec(text) ?? [];
  return start === undefined || pids === undefined ? undefined : { pid: Number(pid), start, pids };
}

let cachedMark: OwnerMark | undefined;

/** The mark of this process. Zeros replace values that the system lacks (other than Linux). */
export function ownMark(): OwnerMark {
  return (cachedMark ??= { pid: process.pid, start: startOf(process.pid) ?? "0", pids: namespace() });
}

function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}

/** Field 22 of /proc/PID/stat, proc_pid_stat(5). The command in field 2 may contain spaces and parentheses. */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Judged from this process: a pid is meaningless in another namespace, and proves nothing once the start time differs. */
export function markLiveness(mark: OwnerMark): "alive" | "dead" | "unknown" {
  const { start, pids } = ownMark();
  if (start === "0" || pids === "0" || mark.pids !== pids || mark.start === "0") return "unknown";
  return startOf(mark.pid) === mark.start ? "alive" : "dead";
}
