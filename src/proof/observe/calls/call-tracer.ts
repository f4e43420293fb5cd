import { cpus } from "node:os";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { condition, fileEvents, thinOut } from "./call-filter.ts";
import { callTrace, type Calls } from "./call-trace.ts";
import { containerEvents, engineTasks } from "../trace/engine-tasks.ts";
import type { Root } from "../trace/task-tree.ts";
import { numbersOf, syscallTables } from "../trace/syscall-tables.ts";
import { openTrace, whyNotTraced } from "../trace/trace-instance.ts";

/** Maximum number that leaves room for other conditions. */
const engineTasksLeftOut = 60;

/**
 * Total over all CPUs: there are ten times as many calls as capability checks, and on a busy machine their reader may
 * wait for a second.
 */
const buffersKb = 131_072;

/** The trace of calls, or the reason why there is none: then nothing is observed. */
export async function openCalls(session: EngineSession) {
  const table = syscallTables.get(process.arch);
  const without = (reason: string) => ({
    table,
    withoutFiles: reason,
    of: (_container: string) => {},
    start: (_root: Root) => {},
    command: (_root: Root) => {},
    programs: undefined,
    finish: async () => ({ reason }),
  });
  if (table === undefined) return without(`no table of system calls for ${process.arch}`);
  const numbers = numbersOf(table);
  const withoutFiles = await whyNotTraced(session, fileEvents);
  const calls = callTrace(numbers);
  let lines = 0;
  const tasks = await engineTasks(session.engine.info);
  const files = withoutFiles === undefined ? fileEvents : [];
  // Excludes the engine's tasks, but not their children.
  const leftOut = tasks.slice(0, engineTasksLeftOut);
  const otherTasks = condition("common_pid", leftOut);
  const trace = await openTrace(session, [...(await containerEvents()), "raw_syscalls/sys_enter", ...files], {
    suffix: "calls",
    tasks,
    bufferKb: Math.ceil(buffersKb / cpus().length),
    filters: Object.fromEntries(["raw_syscalls/sys_enter", ...files].map((event) => [event, otherTasks])),
    take: (line) => {
      lines++;
      calls.line(line);
    },
  });
  if ("reason" in trace) return without(trace.reason);
  const starts = new Set<number>();
  const thinning = thinOut(
    trace,
    numbers,
    otherTasks,
    () => lines,
    () => calls.counts(),
  );
  return {
    table,
    withoutFiles,
    of: (container: string) => calls.of(container),
    start(root: Root): void {
      starts.add(root.pid);
      calls.root(root);
    },
    /** A program missing from the trace never ran, so it does not exist. */
    command: (root: Root) => calls.root(root),
    programs: (): ReadonlySet<string> => calls.programs(),
    async finish(): Promise<Calls | { readonly reason: string }> {
      await thinning.end();
      const { lost } = await trace.finish();
      const callSummary = calls.end();
      if (lost > 0) return { reason: `the kernel lost ${lost} events of the trace` };
      // A thread of the engine has ended, and its number was reused in the container.
      if (leftOut.some((pid) => callSummary.pids.has(pid)))
        return { reason: "the kernel used a number of the engine's again" };
      if (callSummary.missing.some(({ pid }) => starts.has(pid)))
        return { reason: "a start of the container is not in the trace" };
      if (!callSummary.found || callSummary.calls.size === 0)
        return { reason: "no call of the container is in the trace" };
      return callSummary;
    },
  };
}
