import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";
import { monotonicSeconds } from "../trace/engine-execs.ts";
import { containerEvents, engineTasks } from "../trace/engine-tasks.ts";
import { refusalTrace, type Refusal } from "./refusal-trace.ts";
import { filterLoads, syscallTables } from "../trace/syscall-tables.ts";
import { openTrace } from "../trace/trace-instance.ts";

export interface RefusalObservation {
  readonly observer: Observer;
  /** Calls that the filter refused; undefined if unknown. */
  finish(): Promise<readonly Refusal[] | undefined>;
}

/**
 * Names the calls that a seccomp filter refuses in a trial. A refused call has no sys_enter event, but it does return:
 * EPERM or ENOSYS of a call that the filter does not allow is the filter's own (kernel/entry/common.c, Linux 5.10 and
 * later).
 */
export async function observeRefusals(session: EngineSession, filter: SeccompProfile): Promise<RefusalObservation> {
  const blind: RefusalObservation = { observer: {}, finish: async () => undefined };
  const table = [...syscallTables.values()].find(({ architecture }) => filter.architectures.includes(architecture));
  if (table === undefined) return blind;
  const refusals = refusalTrace(filter, table);
  const trace = await openTrace(
    session,
    [...(await containerEvents()), "raw_syscalls/sys_enter", "raw_syscalls/sys_exit"],
    {
      suffix: "refusals",
      tasks: await engineTasks(session.engine.info),
      filters: {
        "raw_syscalls/sys_enter": filterLoads(table),
        "raw_syscalls/sys_exit": "ret == -1 || ret == -38",
      },
      take: (line) => refusals.line(line),
    },
  );
  if ("reason" in trace) return blind;
  let started = false;
  return {
    observer: {
      async starting({ container }) {
        refusals.of(container.id);
      },
      async started({ pid }) {
        started = true;
        if (pid > 0) refusals.root({ pid, at: monotonicSeconds() });
      },
      executed(pid) {
        if (pid > 0) refusals.root({ pid, at: monotonicSeconds() });
      },
    },
    async finish() {
      await trace.finish();
      return refusals.end(started);
    },
  };
}
