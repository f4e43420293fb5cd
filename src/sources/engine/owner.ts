import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";

/** Who made an object: enough to tell later whether that process still lives. Kept as JSON in the label `hullproof.owner`. */
export interface Owner {
  readonly host: string;
  /** Kernel's boot id; `unknown` where the system has none. */
  readonly boot: string;
  /** Pid namespace, since a pid means nothing outside it. */
  readonly pids: string;
  readonly pid: number;
  /** Start of the process in clock ticks since boot (Linux), so that a reused pid is not taken for the owner. */
  readonly start: string;
}

/** `unknown`: of another machine or pid namespace, so nobody here can tell. */
export type Liveness = "alive" | "dead" | "unknown";

const shape = z.object({
  host: z.string(),
  boot: z.string(),
  pids: z.string(),
  pid: z.int().positive(),
  start: z.string(),
});

export function parseOwner(text: string | undefined): Owner | undefined {
  if (text === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
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

/**
 * Judged from `self`, the process that asks. Another boot of the same host name is dead; the same boot id means the same kernel,
 * where the pid decides if both see the same pid namespace.
 */
export async function liveness(owner: Owner, self: Owner): Promise<Liveness> {
  if (owner.boot !== self.boot)
    return owner.host === self.host && owner.boot !== "unknown" && self.boot !== "unknown" ? "dead" : "unknown";
  if (owner.boot === "unknown" && owner.host !== self.host) return "unknown";
  if (owner.pids !== self.pids) return "unknown";
  if (!processExists(owner.pid)) return "dead";
  const start = await startTime(owner.pid);
  // Without /proc a reused pid cannot be told from the owner, so it counts as alive: an object too many rather than one too few.
  if (start === undefined || owner.start === "unknown") return processExists(owner.pid) ? "alive" : "dead";
  return start === owner.start ? "alive" : "dead";
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Field 22 of /proc/PID/stat, proc_pid_stat(5). The command in field 2 may hold spaces and parentheses. */
async function startTime(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}
