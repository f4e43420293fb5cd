import type { LifecycleOutcome } from "../../../domain/workload/trial.ts";
import { mapped } from "../../observe/identity/identities.ts";
import { processesBeside } from "../../observe/processes.ts";
import { kernelText } from "../../../sources/engine/kernel-text.ts";
import { byKey } from "../../../text/by-key.ts";

/**
 * Users of a container's processes, by program: effective user ids in the container's numbering (proc_pid_status(5)).
 * Its processes are those in the cgroup of `pid`. Undefined if this host does not show them.
 */
export function ownersOf(pid: number): LifecycleOutcome["owners"] {
  const map = kernelText(`/proc/${pid}/uid_map`);
  if (map === undefined) return undefined;
  const uidsByProgram = new Map<string, Set<number>>();
  for (const name of processesBeside(pid)) {
    const status = kernelText(`/proc/${name}/status`) ?? "";
    const program = /^Name:\s+(.*)$/mu.exec(status)?.[1];
    const uid = mapped(map, Number(/^Uid:\s+\d+\s+(\d+)/mu.exec(status)?.[1]));
    if (program !== undefined && uid !== undefined)
      uidsByProgram.set(program, (uidsByProgram.get(program) ?? new Set()).add(uid));
  }
  return [...uidsByProgram]
    .toSorted(byKey)
    .map(([program, uids]) => ({ program, uids: [...uids].toSorted((a, b) => a - b) }));
}
