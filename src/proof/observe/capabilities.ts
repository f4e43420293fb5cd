import { capabilities, defaultCapabilities, type Capability } from "../../domain/profile/capability.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Observer } from "./observer.ts";
import { monotonicSeconds, watchExecs, type ExecWatch } from "./trace/engine-execs.ts";
import { containerEvents, engineTasks } from "./trace/engine-tasks.ts";
import { filterLoads, syscallTables } from "./trace/syscall-tables.ts";
import type { Root } from "./trace/task-tree.ts";
import { openTrace, whyNotTraced } from "./trace/trace-instance.ts";
import { traceSummary, type CapabilityUse, type TraceSummary } from "./trace/trace-summary.ts";

export interface ObservedCapabilities {
  readonly method: "tracepoint" | "trials";
  /** Why this method. */
  readonly reason: string;
  /** With the method `trials`: the content of an incomplete trace, which may be empty. An unproven first guess. */
  readonly capabilities: readonly CapabilityUse[];
  /** Maximum number of concurrent tasks; undefined if not traced. */
  readonly tasksPeak?: number;
}

export interface CapabilityObservation {
  readonly observer: Observer;
  /** After the trial. Never throws if there is no trace: then the method is `trials`. */
  finish(): Promise<ObservedCapabilities>;
}

/** Linux 6.14. */
const checkEvent = "capability/cap_capable";
const callEvent = "raw_syscalls/sys_enter";

/** Names of runtimes and their helper processes, as the kernel truncates them. */
const runtimes = ["runc*", "memfd:runc*", "crun*", "exe", "containerd*", "dockerd", "podman*", "conmon*", "netavark*"];
/**
 * Each memory request of a root process is a passed check for SYS_ADMIN: nine tenths of all checks of runtimes
 * (measured). A container without SYS_ADMIN never passes one itself; such a check only indicates foreign credentials.
 * If a program of the container has a runtime's name, that distinction is lost and one use too many is proposed, which
 * a trial removes.
 */
const withoutRuntimes = `cap != ${capabilities.indexOf("SYS_ADMIN")} || ret != 0 || !(${runtimes.map((name) => `comm ~ "${name}"`).join(" || ")})`;

/** Watches the kernel's capability checks in one trial that runs with `granted`. */
export async function observeCapabilities(
  session: EngineSession,
  granted: readonly Capability[] = defaultCapabilities,
): Promise<CapabilityObservation> {
  const table = syscallTables.get(process.arch);
  const containers: string[] = [];
  const summary = traceSummary([], granted, containers);
  const hindrance = await whyNotTraced(session, []);
  if (hindrance !== undefined) return { observer: {}, finish: async () => byTrials(hindrance) };
  const without = await whyNotTraced(session, [checkEvent]);
  const checkEvents = without === undefined ? [checkEvent] : [];
  const filters = {
    ...(table && { [callEvent]: filterLoads(table) }),
    ...(without === undefined && !granted.includes("SYS_ADMIN") && { [checkEvent]: withoutRuntimes }),
  };
  // Read while it is written, and only for programs that engines start: a buffer for the whole machine overflows if
  // that is busy.
  const events = ["sched/sched_process_exit", ...checkEvents, ...(table ? [callEvent] : [])];
  const trace = await openTrace(session, [...(await containerEvents()), ...events], {
    tasks: await engineTasks(session.engine.info),
    filters,
    take: (line) => summary.line(line),
  });
  if ("reason" in trace) return { observer: {}, finish: async () => byTrials(trace.reason) };
  const starts: number[] = [];
  const commands = new Set<number>();
  const command = (root: Root) => {
    commands.add(root.pid);
    summary.root(root);
  };
  let execs: ExecWatch | undefined;
  return {
    observer: {
      async starting({ container }) {
        containers.push(container.id);
        execs = await watchExecs(session, container);
      },
      async started({ pid }) {
        starts.push(pid);
        summary.root({ pid, at: monotonicSeconds() });
      },
      executed(pid) {
        // A very short command has no pid.
        if (pid > 0) command({ pid, at: monotonicSeconds() });
      },
      async stopping() {
        for (const root of (await execs?.end()) ?? []) command(root);
      },
    },
    async finish() {
      // A container that did not start has no stop.
      await execs?.end();
      const { lost } = await trace.finish();
      return readSummary(summary.end(), { lost, starts, commands: commands.size, ...(without && { without }) });
    },
  };
}

/**
 * Result of a finished trace; `without` is the reason why it has no capability checks. It contains the tasks anyway.
 */
export function readSummary(
  { uses, tasksPeak, unseen, found, overflow }: TraceSummary,
  of: {
    readonly lost: number;
    readonly starts: readonly number[];
    readonly commands: number;
    readonly without?: string;
  },
): ObservedCapabilities {
  const { lost, starts, commands, without } = of;
  if (lost > 0) return byTrials(`the kernel lost ${lost} events of the trace`, uses);
  if (overflow) return byTrials("the trace holds more capability checks than are kept", uses);
  if (starts.length === 0 || !found || starts.some((pid) => unseen.includes(pid)))
    return byTrials("the start of the container is not in the trace");
  if (without !== undefined) return { ...byTrials(without), tasksPeak };
  return {
    method: "tracepoint",
    reason: `capability:cap_capable, ${starts.length} starts and ${commands} commands followed, no event lost`,
    capabilities: uses,
    tasksPeak,
  };
}

function byTrials(reason: string, capabilities: readonly CapabilityUse[] = []): ObservedCapabilities {
  return { method: "trials", reason, capabilities };
}
