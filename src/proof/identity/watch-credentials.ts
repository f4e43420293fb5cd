import type { TracedProcesses } from "../../domain/traced-process.ts";
import type { Run } from "../../sources/engine/types.ts";
import { monotonicSeconds } from "../observe/engine-execs.ts";
import { containerEvents, engineTasks } from "../observe/engine-tasks.ts";
import { syscallTables } from "../observe/syscall-tables.ts";
import { openTrace } from "../observe/trace-instance.ts";
import type { Observer } from "../observer.ts";
import { credentialCalls, credentialTrace } from "./credential-trace.ts";

/** Of each processor: it is read while it is written, and a server that forks for each request makes thousands of lines a second. */
const bufferKb = 2048;

let instances = 0;

interface CredentialWatch extends AsyncDisposable {
  readonly observer: Observer;
  /** Once the container has ended. */
  finish(): Promise<TracedProcesses>;
}

/**
 * Follows in one trial what processes do with their identity, however short they live. Never throws for want of a trace. `watched`: not in
 * trials that are measured and not judged, since a trace costs each system call a little.
 */
export async function watchCredentials(run: Run, watched = true): Promise<CredentialWatch> {
  const blind = (reason: string): CredentialWatch => ({
    observer: {},
    finish: async () => ({ reason }),
    [Symbol.asyncDispose]: async () => {},
  });
  const table = syscallTables.get(process.arch);
  if (!watched) return blind("it was only measured");
  if (table === undefined) return blind(`no table of system calls for ${process.arch}`);
  const credentials = credentialTrace(table);
  const calls = [...table.names].flatMap(([id, name]) =>
    credentialCalls.some((call) => call === name) ? [`id == ${id}`] : [],
  );
  const trace = await openTrace(
    run,
    [...(await containerEvents()), "sched/sched_process_exit", "raw_syscalls/sys_enter", "raw_syscalls/sys_exit"],
    {
      suffix: `credentials-${++instances}`,
      bufferKb,
      tasks: await engineTasks(),
      filters: {
        "raw_syscalls/sys_enter": calls.join(" || "),
        "raw_syscalls/sys_exit": calls.join(" || "),
      },
      live: (line) => credentials.line(line),
    },
  );
  if ("reason" in trace) return blind(trace.reason);
  let over = false;
  return {
    observer: {
      async starting({ container }) {
        credentials.of(container.id);
      },
      async started({ pid }) {
        if (pid > 0) credentials.root({ pid, at: monotonicSeconds() });
      },
      executed(pid) {
        if (pid > 0) credentials.root({ pid, at: monotonicSeconds() });
      },
    },
    async [Symbol.asyncDispose]() {
      if (!over) await trace.finish(() => {});
    },
    async finish() {
      over = true;
      const { lost } = await trace.finish((line) => credentials.line(line));
      if (lost > 0) return { reason: `the kernel lost ${lost} events of the trace` };
      const kinds = credentials.end();
      return kinds === undefined ? { reason: "the start of the container is not in the trace" } : { kinds };
    },
  };
}
