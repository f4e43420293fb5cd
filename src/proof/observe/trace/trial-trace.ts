import type { EngineSession } from "../../../sources/engine/types.ts";
import { credentialCalls } from "../identity/credential-trace.ts";
import { exhaustionExits, victims } from "../exhaustion/exhaustion-trace.ts";
import { containerEvents, engineTasks } from "./engine-tasks.ts";
import type { SyscallTable } from "./syscall-tables.ts";
import { openTrace, whyNotTraced, type TraceInstance } from "./trace-instance.ts";
import type { TraceLine } from "./trace-line.ts";
import { hasTracepoint } from "./tracefs.ts";

/** One trial's view of its session's trace. */
export interface TrialLines {
  /**
   * After the container's end: passes on all events recorded until now, and none after. Returns the number of events
   * that the kernel dropped meanwhile.
   */
  end(): Promise<{ readonly lost: number }>;
  /** Stops reading, without the remaining events. */
  leave(): void;
}

interface RunTrace {
  readonly trace: TraceInstance;
  readonly readers: Set<(line: TraceLine) => void>;
}

/**
 * Buffer size of each processor, for two parallel trials: a server that forks for each request causes thousands of
 * lines a second.
 */
const bufferKb = 4096;

/** Opening and closing one takes up to half a second on a busy machine: the trials of a session share it. */
const traces = new WeakMap<EngineSession, Promise<RunTrace | { readonly reason: string }>>();

/**
 * Passes on, in the order of their time, the events of every trial: starts, executions and ends of tasks, calls that
 * change credentials, calls that failed because a resource was exhausted, victims of the OOM killer. They include all
 * containers: the reader knows its tasks. Returns the reason if this machine cannot trace. Ends with the session.
 */
export async function readTrial(
  session: EngineSession,
  table: SyscallTable,
  take: (line: TraceLine) => void,
): Promise<TrialLines | { readonly reason: string }> {
  const opened = traces.get(session) ?? open(session, table);
  traces.set(session, opened);
  const shared = await opened;
  if ("reason" in shared) {
    // The obstacle of one trial may be gone at the next.
    traces.delete(session);
    return shared;
  }
  const { trace, readers } = shared;
  const lostBefore = await trace.lost();
  readers.add(take);
  return {
    leave: () => void readers.delete(take),
    async end() {
      await trace.catchUp();
      readers.delete(take);
      return { lost: (await trace.lost()) - lostBefore };
    },
  };
}

/** Ends the trace before measured trials, since it slows down each system call; not while another trial reads it. */
export async function restTrace(session: EngineSession): Promise<void> {
  const shared = await traces.get(session);
  if (shared === undefined || "reason" in shared || shared.readers.size > 0) return;
  traces.delete(session);
  await shared.trace.finish();
}

async function open(session: EngineSession, table: SyscallTable): Promise<RunTrace | { readonly reason: string }> {
  const hindrance = await whyNotTraced(session, []);
  if (hindrance !== undefined) return { reason: hindrance };
  const calls = [...table.names]
    .flatMap(([id, name]) => (credentialCalls.some((call) => call === name) ? [`id == ${id}`] : []))
    .join(" || ");
  const readers = new Set<(line: TraceLine) => void>();
  const events = [
    ...(await containerEvents()),
    "sched/sched_process_exit",
    "raw_syscalls/sys_enter",
    "raw_syscalls/sys_exit",
    ...((await hasTracepoint(victims)) ? [victims] : []),
  ];
  const trace = await openTrace(session, events, {
    suffix: "trials",
    bufferKb,
    tasks: await engineTasks(session.engine.info),
    filters: {
      "raw_syscalls/sys_enter": calls,
      "raw_syscalls/sys_exit": `${calls} || ${exhaustionExits(table)}`,
    },
    take: (line) => {
      for (const take of readers) take(line);
    },
  });
  return "reason" in trace ? trace : { trace, readers };
}
