import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import { allowedBy } from "../../../text/allowed-by.ts";
import type { SyscallTable } from "../trace/syscall-tables.ts";
import { programOf, taskTree, type Root, type Stage } from "../trace/task-tree.ts";
import { loadsFilter, type TraceLine } from "../trace/trace-line.ts";
import { byKey } from "../../../text/by-key.ts";
import { startingContainer } from "../trace/starting-container.ts";

export interface Refusal {
  /** Name of the call. */
  readonly name: string;
  readonly times: number;
  /** Base names of the calling programs; `runtime` for the engine's start of the container. */
  readonly programs: readonly string[];
  /** False for a call that the filter allows with other arguments: the error may as well be the kernel's own. */
  readonly sure: boolean;
}

interface StageRefusals {
  readonly refused: Map<number, number>;
}

/** Reads sched_process_fork and _exec, the calls that load filters, and those that returned EPERM or ENOSYS. */
export function refusalTrace(filter: SeccompProfile, table: SyscallTable) {
  const { always, sometimes } = allowedBy(filter);
  const tree = taskTree<StageRefusals>(() => ({ refused: new Map() }));
  const stages = new Set<Stage<StageRefusals>>();
  const { isContainer, of } = startingContainer();

  return {
    root: (root: Root) => tree.root(root),
    of,
    line(line: TraceLine): void {
      if (tree.take(line, isContainer) !== undefined) return;
      const { pid, event, args } = line;
      if (event === "sys_enter") {
        if (loadsFilter(args)) tree.filter(pid);
      } else if (event === "sys_exit") {
        const [, id] = /^NR (\d+) = -\d+$/u.exec(args) ?? [];
        if (id === undefined) return;
        const stage = tree.now(pid);
        stages.add(stage);
        stage.data.refused.set(Number(id), (stage.data.refused.get(Number(id)) ?? 0) + 1);
      }
    },
    /** `started`: the entrypoint ran. Otherwise the calls of the runtime after it loaded the filter count. */
    end(started: boolean): Refusal[] {
      tree.end();
      const refusals = new Map<string, { times: number; programs: Set<string>; sure: boolean }>();
      for (const stage of stages) {
        const isMember = tree.isMember(stage);
        if (!isMember && (started || !tree.hasFilter(stage))) continue;
        for (const [id, times] of stage.data.refused) {
          const name = table.names.get(id);
          // clone3 is refused on purpose, as by the engine's own profile.
          if (name === undefined || name === "clone3" || always.has(name)) continue;
          const refusal = refusals.get(name) ?? { times: 0, programs: new Set(), sure: !sometimes.has(name) };
          refusal.times += times;
          refusal.programs.add(isMember ? programOf(stage) : "runtime");
          refusals.set(name, refusal);
        }
      }
      return [...refusals]
        .toSorted(byKey)
        .map(([name, { times, programs, sure }]) => ({ name, times, programs: [...programs].toSorted(), sure }));
    },
  };
}
