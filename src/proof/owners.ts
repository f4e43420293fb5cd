import { readdir, readFile, readlink } from "node:fs/promises";
import type { LifeOutcome } from "../domain/trial.ts";
import { mapped } from "./observe/identities.ts";

/**
 * As whom the processes of a container run, by program: effective user ids as the container numbers them (proc_pid_status(5)).
 * Its processes are those in the process namespace of `pid`. Undefined where this host does not show them.
 */
export async function ownersOf(pid: number): Promise<LifeOutcome["owners"]> {
  const own = await namespaceOf(pid);
  if (own === undefined) return undefined;
  const map = await readFile(`/proc/${pid}/uid_map`, "utf8").catch(() => "");
  const found = new Map<string, Set<number>>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/u.test(name) || (await namespaceOf(Number(name))) !== own) continue;
    const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    const program = /^Name:\s+(.*)$/mu.exec(status)?.[1];
    const uid = mapped(map, Number(/^Uid:\s+\d+\s+(\d+)/mu.exec(status)?.[1]));
    if (program !== undefined && uid !== undefined) found.set(program, (found.get(program) ?? new Set()).add(uid));
  }
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([program, uids]) => ({ program, uids: [...uids].toSorted((a, b) => a - b) }));
}

function namespaceOf(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/pid`).catch(() => undefined);
}
