import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

/** The creator of an object: enough to determine later whether that process still runs. Stored as JSON in the label `hullproof.owner`. */
export interface Owner {
  readonly host: string;
  /** Kernel's boot id; `unknown` if the system has none. */
  readonly boot: string;
  /** Pid namespace, since a pid is only valid inside it. */
  readonly pids: string;
  readonly pid: number;
  /** Start of the process in clock ticks since boot (Linux), so that a reused pid is not taken for the owner. */
  readonly start: string;
}

/** This process. */
export async function ownOwner(): Promise<Owner> {
  return {
    host: hostname(),
    boot: (await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "unknown")).trim(),
    pids: await readlink("/proc/self/ns/pid").catch(() => "unknown"),
    pid: process.pid,
    start: (await startTime(process.pid)) ?? "unknown",
  };
}

/** Field 22 of /proc/PID/stat, proc_pid_stat(5). The command in field 2 may contain spaces and parentheses. */
export async function startTime(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}
