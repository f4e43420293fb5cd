import { z } from "zod";
import { startTime, type Owner } from "./own-owner.ts";

/** `unknown`: on another machine or in another pid namespace, so it cannot be determined here. */
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

/**
 * Judged from `self`, the current process. Another boot of the same host name is dead; the same boot id means the
 * same kernel, where the pid decides if both are in the same pid namespace.
 */
export async function liveness(owner: Owner, self: Owner): Promise<Liveness> {
  if (owner.boot !== self.boot)
    return owner.host === self.host && owner.boot !== "unknown" && self.boot !== "unknown" ? "dead" : "unknown";
  if (owner.boot === "unknown" && owner.host !== self.host) return "unknown";
  if (owner.pids !== self.pids) return "unknown";
  if (!processExists(owner.pid)) return "dead";
  const start = await startTime(owner.pid);
  // Without /proc a reused pid cannot be distinguished from the owner, so it counts as alive: keeping an object is safer than removing a used one.
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
