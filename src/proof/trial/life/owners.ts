import type { LifeOutcome } from "../../../domain/workload/trial.ts";
import { mapped } from "../../observe/identity/identities.ts";
import { processesBeside } from "../../observe/processes.ts";
import { kernelText } from "../../../sources/engine/kernel-text.ts";
import { byKey } from "../../../text/by-key.ts";

/**
 * As whom the processes of a container run, by program: effective user ids as the container numbers them (proc_pid_status(5)).
 * Its processes are those in the cgroup of `pid`. Undefined where this host does not show them.
 */
export function ownersOf(pid: number): LifeOutcome["owners"] {
  const map = kernelText(`/proc/${pid}/uid_map`);
  if (map === undefined) return undefined;
  const found = new Map<string, Set<number>>();
  for (const name of processesBeside(pid)) {
    const status = kernelText(`/proc/${name}/status`) ?? "";
    const program = /^Name:\s+(.*)$/mu.exec(status)?.[1];
    const uid = mapped(map, Number(/^Uid:\s+\d+\s+(\d+)/mu.exec(status)?.[1]));
    if (program !== undefined && uid !== undefined) found.set(program, (found.get(program) ?? new Set()).add(uid));
  }
  return [...found].toSorted(byKey).map(([program, uids]) => ({ program, uids: [...uids].toSorted((a, b) => a - b) }));
}
