import type { RanOut } from "../../domain/workload/ran-out.ts";
import type { TracedProcesses } from "../../domain/workload/traced-process.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { credentialTrace } from "../observe/identity/credential-trace.ts";
import { monotonicSeconds } from "../observe/trace/engine-execs.ts";
import { syscallTables } from "../observe/trace/syscall-tables.ts";
import { readTrial, restTrace } from "../observe/trace/trial-trace.ts";
import type { Observer } from "../observe/observer.ts";
import { exhaustionTrace } from "../observe/exhaustion/exhaustion-trace.ts";

export interface TracedTrial {
  /** Credential changes of all processes, including short-lived ones, or the reason why they are unknown. */
  readonly processes: TracedProcesses;
  /** Undefined if this machine cannot trace, or events were lost. */
  readonly ranOut?: readonly RanOut[];
}

interface TrialTrace extends AsyncDisposable {
  /** Whether anything is traced. */
  readonly traced: boolean;
  readonly observer: Observer;
  /** Once the container has ended. */
  finish(): Promise<TracedTrial>;
}

/**
 * Follows the tasks of one trial's container over all its lives. Never throws if there is no trace. `shouldWatch`:
 * false in trials that are measured and not judged.
 */
export async function traceTrial(session: EngineSession, shouldWatch = true): Promise<TrialTrace> {
  const blind = (reason: string): TrialTrace => ({
    traced: false,
    observer: {},
    finish: async () => ({ processes: { reason } }),
    [Symbol.asyncDispose]: async () => {},
  });
  if (!shouldWatch) {
    await restTrace(session);
    return blind("it was only measured");
  }
  const table = syscallTables.get(process.arch);
  if (table === undefined) return blind(`no table of system calls for ${process.arch}`);
  const credentials = credentialTrace(table);
  const exhaustion = exhaustionTrace(table);
  const reading = await readTrial(session, table, (line) => {
    credentials.line(line);
    exhaustion.line(line);
  });
  if ("reason" in reading) return blind(reading.reason);
  let started = false;
  const root = (pid: number) => {
    if (pid <= 0) return;
    const rootProcess = { pid, at: monotonicSeconds() };
    credentials.root(rootProcess);
    exhaustion.root(rootProcess);
  };
  return {
    traced: true,
    observer: {
      async starting({ container }) {
        credentials.of(container.id);
        exhaustion.of(container.id);
      },
      async started({ pid }) {
        started ||= pid > 0;
        root(pid);
      },
      executed: root,
    },
    async [Symbol.asyncDispose]() {
      reading.leave();
    },
    async finish() {
      const { lost } = await reading.end();
      if (lost > 0) return { processes: { reason: `the kernel lost ${lost} events of the trace` } };
      const processes = credentials.end();
      const ranOut = exhaustion.end();
      if (processes !== undefined) return { processes, ranOut };
      // An engine that was restarted meanwhile has other tasks: the next trial searches for them again.
      if (started) await restTrace(session);
      return { processes: { reason: "the start of the container is not in the trace" }, ranOut };
    },
  };
}
