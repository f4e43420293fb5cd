import { mkdir, rmdir } from "node:fs/promises";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { instanceName } from "../../../sources/engine/session/orphaned-resources.ts";
import type { TraceLine } from "./trace-line.ts";
import { readPipe } from "./trace-pipe.ts";
import { hasTracepoint, lostEvents, mountTracefs, writeTraceFile, tracefs } from "./tracefs.ts";
import { exists } from "../../../sources/files/exists.ts";

/** A running trace with a separate buffer, which does not disturb other tracers of the machine. */
export interface TraceInstance {
  /** Replaces the condition under which an event is recorded; `0` records all. False if the kernel rejects it. */
  filter(event: string, condition: string): Promise<boolean>;
  /** Passes on everything recorded so far. */
  catchUp(): Promise<void>;
  /** Number of events that the kernel has dropped so far. */
  lost(): Promise<number>;
  /**
   * Ends the trace, passes on the remaining lines, and removes the instance. Returns the number of events that the
   * kernel dropped.
   */
  finish(): Promise<{ readonly lost: number }>;
}

export interface TraceOptions {
  /** Distinguishes the instances of one session; the session's own has no suffix. */
  readonly suffix?: string;
  /**
   * Only these tasks and their later children (`set_event_pid` with `event-fork`); default all tasks of the machine.
   */
  readonly tasks?: readonly number[];
  /** Event -> condition, set before recording starts. */
  readonly filters?: Readonly<Record<string, string>>;
  /** Buffer size for each CPU; default 8 MiB. */
  readonly bufferKb?: number;
  /** Reads the lines while the trace runs, in the order of their time: no buffer holds a whole trace. */
  readonly take: (line: TraceLine) => void;
}

/** Buffer size for each CPU: a learning run makes 5 to 30 thousand capability checks of about 100 bytes. */
const usualBufferKb = 8192;

/** Opens one, or returns the reason why this machine cannot. `finish` removes it, and the session in every case. */
export async function openTrace(
  session: EngineSession,
  events: readonly string[],
  options: TraceOptions,
): Promise<TraceInstance | { readonly reason: string }> {
  const hindrance = await whyNotTraced(session, events);
  if (hindrance !== undefined) return { reason: hindrance };
  // The name by which the next session finds a remainder of this one if it is killed: it contains session and process,
  // so no record can be lost.
  const folder = `${tracefs}/instances/${instanceName(session.id)}${options.suffix === undefined ? "" : `.${options.suffix}`}`;
  const enable = (value: "0" | "1") => events.map((event) => writeTraceFile(`${folder}/events/${event}/enable`, value));
  try {
    await mkdir(folder);
  } catch (error) {
    return { reason: `no trace instance can be made: ${reasonOf(error)}` };
  }
  let pipe: ReturnType<typeof readPipe> | undefined;
  const remove = session.defer(`trace instance ${folder}`, async () => {
    await pipe?.end();
    if (!(await exists(folder))) return;
    await Promise.allSettled([writeTraceFile(`${folder}/tracing_on`, "0"), ...enable("0")]);
    await rmdir(folder);
  });
  try {
    await writeTraceFile(`${folder}/tracing_on`, "0");
    await writeTraceFile(`${folder}/buffer_size_kb`, String(options.bufferKb ?? usualBufferKb));
    await writeTraceFile(`${folder}/trace_clock`, "mono");
    if (options.tasks !== undefined) {
      await writeTraceFile(`${folder}/options/event-fork`, "1");
      await writeTraceFile(`${folder}/set_event_pid`, options.tasks.join(" "));
    }
    for (const [event, condition] of Object.entries(options.filters ?? {}))
      await writeTraceFile(`${folder}/events/${event}/filter`, condition);
    await Promise.all(enable("1"));
    await writeTraceFile(`${folder}/trace`, "");
    await writeTraceFile(`${folder}/tracing_on`, "1");
    pipe = readPipe(folder, options.take);
  } catch (error) {
    await remove();
    return { reason: `the trace cannot be started: ${reasonOf(error)}` };
  }
  return {
    catchUp: async () => pipe?.catchUp(),
    lost: () => lostEvents(folder),
    filter: (event, condition) =>
      writeTraceFile(`${folder}/events/${event}/filter`, condition).then(
        () => true,
        () => false,
      ),
    async finish() {
      try {
        await writeTraceFile(`${folder}/tracing_on`, "0");
        await Promise.all(enable("0"));
        const lost = await lostEvents(folder);
        await pipe?.end();
        return { lost };
      } finally {
        await remove();
      }
    },
  };
}

/** Undefined if these events can be traced here. */
export async function whyNotTraced(
  session: Pick<EngineSession, "engine">,
  events: readonly string[],
): Promise<string | undefined> {
  if (!session.engine.info.sameKernel) return "the engine's kernel cannot be traced from here";
  if (process.getuid?.() !== 0) return "tracing needs root";
  await mountTracefs();
  for (const event of events)
    if (!(await hasTracepoint(event))) return `this kernel has no tracepoint ${event.replace("/", ":")}`;
  return undefined;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
