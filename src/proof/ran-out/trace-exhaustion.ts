import { randomBytes } from "node:crypto";
import type { RanOut } from "../../domain/ran-out.ts";
import type { Run } from "../../sources/engine/types.ts";
import { containerEvents, engineTasks } from "../observe/engine-tasks.ts";
import { monotonicSeconds } from "../observe/engine-execs.ts";
import { syscallTables } from "../observe/syscall-tables.ts";
import { openTrace } from "../observe/trace-instance.ts";
import { hasTracepoint } from "../observe/tracefs.ts";
import { exhaustionExits, exhaustionTrace } from "./exhaustion-trace.ts";

export interface ExhaustionTracer {
  /** A process of the container: its own, or a command in it. */
  root(pid: number): void;
  /** Ends the trace. Undefined when events were lost. */
  finish(): Promise<readonly RanOut[] | undefined>;
}

const exits = "raw_syscalls/sys_exit";
const victims = "oom/mark_victim";
/** Only what fails is recorded, beside forks and executions. */
const bufferKb = 2048;

/** Undefined where this machine cannot trace. */
export async function traceExhaustion(run: Run, container: string): Promise<ExhaustionTracer | undefined> {
  const table = syscallTables.get(process.arch);
  if (table === undefined || !run.engine.info.sameKernel || process.getuid?.() !== 0) return undefined;
  const seen = exhaustionTrace(container, table);
  const events = [...(await containerEvents()), exits, ...((await hasTracepoint(victims)) ? [victims] : [])];
  const trace = await openTrace(run, events, {
    suffix: lettersOf(randomBytes(8)),
    tasks: await engineTasks(),
    filters: { [exits]: exhaustionExits(table) },
    live: (line) => seen.line(line),
    bufferKb,
  });
  if ("reason" in trace) return undefined;
  return {
    root(pid) {
      if (pid > 0) seen.root({ pid, at: monotonicSeconds() });
    },
    async finish() {
      const { lost } = await trace.finish((line) => seen.line(line));
      return lost > 0 ? undefined : seen.end();
    },
  };
}

/** Two trials run at once; the names of instances end in letters. */
function lettersOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => String.fromCharCode(97 + (byte % 26))).join("");
}
