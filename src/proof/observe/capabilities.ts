import { defaultCapabilities, type Capability } from "../../domain/capability.ts";
import type { Run } from "../../sources/engine/types.ts";
import type { Observer } from "../observer.ts";
import { monotonicSeconds, watchExecs, type ExecWatch } from "./engine-execs.ts";
import { containerEvents } from "./engine-tasks.ts";
import { filterLoads, syscallTables } from "./syscall-tables.ts";
import type { Root } from "./task-tree.ts";
import { openTrace } from "./trace-instance.ts";
import { traceSummary, type CapabilityUse } from "./trace-summary.ts";

export interface ObservedCapabilities {
  readonly method: "tracepoint" | "trials";
  /** Why this method. */
  readonly reason: string;
  readonly capabilities: readonly CapabilityUse[];
  /** Most tasks that lived at one time; undefined when it was not traced. */
  readonly tasksPeak?: number;
}

export interface CapabilityObservation {
  readonly observer: Observer;
  /** Once the trial is over. Never throws for want of a trace: then the method is `trials`. */
  finish(): Promise<ObservedCapabilities>;
}

const checkEvents = ["sched/sched_process_exit", "capability/cap_capable"];
const callEvent = "raw_syscalls/sys_enter";

/** Watches the kernel's capability checks in one trial that runs with `granted`. */
export async function observeCapabilities(
  run: Run,
  granted: readonly Capability[] = defaultCapabilities,
): Promise<CapabilityObservation> {
  const table = syscallTables.get(process.arch);
  const filters = table === undefined ? {} : { [callEvent]: filterLoads(table) };
  const trace = await openTrace(run, [...(await containerEvents()), ...checkEvents, ...Object.keys(filters)], {
    filters,
  });
  if ("reason" in trace) return { observer: {}, finish: async () => byTrials(trace.reason) };
  const starts: Root[] = [];
  const commands: Root[] = [];
  const containers: string[] = [];
  let execs: ExecWatch | undefined;
  return {
    observer: {
      async starting({ container }) {
        containers.push(container.id);
        execs = await watchExecs(run, container);
      },
      async started({ pid }) {
        starts.push({ pid, at: monotonicSeconds() });
      },
      executed(pid) {
        // A command that ended too soon to be seen has no pid.
        if (pid > 0) commands.push({ pid, at: monotonicSeconds() });
      },
      async stopping() {
        commands.push(...((await execs?.end()) ?? []));
      },
    },
    async finish() {
      // A container that did not start does not stop either.
      await execs?.end();
      const summary = traceSummary([...starts, ...commands], granted, containers);
      const { lost } = await trace.finish((line) => summary.line(line));
      const { uses, tasksPeak, unseen, found, overflow } = summary.end();
      if (lost > 0) return byTrials(`the kernel lost ${lost} events of the trace`);
      if (overflow) return byTrials("the trace holds more capability checks than are kept");
      if (starts.length === 0 || !found || starts.some(({ pid }) => unseen.includes(pid)))
        return byTrials("the start of the container is not in the trace");
      return {
        method: "tracepoint",
        reason: `capability:cap_capable, ${starts.length} starts and ${new Set(commands.map(({ pid }) => pid)).size} commands followed, no event lost`,
        capabilities: uses,
        tasksPeak,
      };
    },
  };
}

function byTrials(reason: string): ObservedCapabilities {
  return { method: "trials", reason, capabilities: [] };
}
