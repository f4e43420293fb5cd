import { closeSync, constants, openSync, readSync } from "node:fs";
import { setImmediate, setTimeout } from "node:timers/promises";
import { monotonicSeconds } from "./engine-execs.ts";
import { parseTraceLine, type TraceLine } from "./trace-line.ts";

/** Longer pauses would let a busy container fill the buffer; shorter ones take CPU from it. */
const pauseMs = 20;
/** What another CPU recorded at the same moment may come a little later. */
const holdSeconds = 0.02;
/** Reads (of a page each) before others of this process get their turn. */
const readsAtOnce = 64;

/**
 * Reads `trace_pipe` of an instance while it is written, which empties the buffer, and hands the lines on in the order of their
 * time (Documentation/trace/ftrace.rst, "trace_pipe").
 */
export function readPipe(instance: string, take: (line: TraceLine) => void) {
  // Without O_NONBLOCK a read waits until the buffer is half full.
  let pipe: number | undefined = openSync(`${instance}/trace_pipe`, constants.O_RDONLY | constants.O_NONBLOCK);
  const chunk = Buffer.alloc(65_536);
  let rest = "";
  let held: TraceLine[] = [];
  let newest = 0;
  let ended = false;

  /** False when nothing is there for now. */
  const readSome = (): boolean => {
    for (let reads = 0; reads < readsAtOnce; reads++) {
      let bytes = 0;
      try {
        bytes = pipe === undefined ? 0 : readSync(pipe, chunk);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      }
      if (bytes === 0) return false;
      const lines = `${rest}${chunk.toString("latin1", 0, bytes)}`.split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) {
        const line = parseTraceLine(text);
        if (line === undefined) continue;
        newest = Math.max(newest, line.time);
        held.push(line);
      }
    }
    return true;
  };
  const handOn = (until: number) => {
    held.sort((a, b) => a.time - b.time);
    const late = held.findIndex(({ time }) => time > until);
    const ready = late === -1 ? held : held.slice(0, late);
    held = late === -1 ? [] : held.slice(late);
    for (const line of ready) take(line);
  };
  const reading = (async () => {
    while (!ended) {
      const more = readSome();
      handOn(newest - holdSeconds);
      if (more) await setImmediate();
      else await setTimeout(pauseMs);
    }
  })();
  // It is waited for in `end`.
  reading.catch(() => {});

  return {
    /** Hands on all that was recorded until now, while the trace goes on. */
    async catchUp(): Promise<void> {
      const now = monotonicSeconds();
      while (!ended && newest <= now && readSome()) await setImmediate();
      handOn(now);
    },
    /** Once the trace is switched off: hands on what is left. */
    async end(): Promise<void> {
      if (ended) return;
      ended = true;
      try {
        await reading;
        while (readSome()) await setImmediate();
        handOn(Number.POSITIVE_INFINITY);
      } finally {
        if (pipe !== undefined) closeSync(pipe);
        pipe = undefined;
      }
    },
  };
}
