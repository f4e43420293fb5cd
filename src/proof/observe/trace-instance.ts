import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { access, mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Run } from "../../sources/engine/types.ts";

/** A running trace with a buffer of its own; other tracers of the machine are not disturbed. */
export interface TraceInstance {
  /** Ends the trace, hands each line on, and removes the instance. Says how many events the kernel had to drop. */
  finish(line: (text: string) => void): Promise<{ readonly lost: number }>;
}

const tracefs = "/sys/kernel/tracing";
/** In all, over the machine's CPUs: a learning run is 5 to 30 thousand events of about 100 bytes. */
const bufferKb = 131_072;

/** Opens one, or says why this machine cannot. Removed by `finish`, and by the run in every case. */
export async function openTrace(
  run: Run,
  events: readonly string[],
): Promise<TraceInstance | { readonly reason: string }> {
  if (!run.engine.info.sameKernel) return { reason: "the engine's kernel cannot be traced from here" };
  if (process.getuid?.() !== 0) return { reason: "tracing needs root" };
  await mountTracefs();
  for (const event of events) {
    if (!(await exists(`${tracefs}/events/${event}`)))
      return { reason: `this kernel has no tracepoint ${event.replace("/", ":")}` };
  }
  // The name by which the engine's clean-up finds what a killed run left behind.
  const folder = `${tracefs}/instances/hullproof-${run.id}`;
  const put = (file: string, text: string) => writeFile(`${folder}/${file}`, text);
  const enable = (value: "0" | "1") => events.map((event) => put(`events/${event}/enable`, value));
  try {
    await mkdir(folder);
  } catch (error) {
    return { reason: `no trace instance can be made: ${reasonOf(error)}` };
  }
  const remove = run.defer(`trace instance ${folder}`, async () => {
    if (!(await exists(folder))) return;
    await Promise.allSettled([put("tracing_on", "0"), ...enable("0")]);
    await rmdir(folder);
  });
  try {
    await put("tracing_on", "0");
    await put("buffer_size_kb", String(Math.min(8192, Math.ceil(bufferKb / cpus().length))));
    await put("trace_clock", "mono");
    await Promise.all(enable("1"));
    await put("trace", "");
    await put("tracing_on", "1");
  } catch (error) {
    await remove();
    return { reason: `the trace cannot be started: ${reasonOf(error)}` };
  }
  return {
    async finish(line) {
      try {
        await put("tracing_on", "0");
        await Promise.all(enable("0"));
        const lost = await lostEvents(folder);
        const text = createReadStream(`${folder}/trace`, { encoding: "latin1" });
        for await (const each of createInterface({ input: text, crlfDelay: Infinity })) line(each);
        return { lost };
      } finally {
        await remove();
      }
    },
  };
}

/** Mounted where it is not yet, and left so, as systemd does it: tracefs has no state of ours once the instance is gone. */
async function mountTracefs(): Promise<void> {
  if (await exists(`${tracefs}/events`)) return;
  // Whatever goes wrong here shows as a missing tracepoint.
  await promisify(execFile)("mount", ["-t", "tracefs", "tracefs", tracefs]).catch(() => {});
}

/** "overrun" and "dropped events" of each CPU, Documentation/trace/ftrace.rst, "per_cpu". */
async function lostEvents(folder: string): Promise<number> {
  let lost = 0;
  for (const cpu of await readdir(`${folder}/per_cpu`)) {
    const stats = await readFile(`${folder}/per_cpu/${cpu}/stats`, "utf8");
    for (const [, count] of stats.matchAll(/^(?:overrun|dropped events): (\d+)$/gmu)) lost += Number(count);
  }
  return lost;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
