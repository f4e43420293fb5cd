import { closeSync, constants, openSync, readSync } from "node:fs";
import { setImmediate, setTimeout } from "node:timers/promises";
import { monotonicSeconds } from "./engine-execs.ts";
import { parseTraceLine, type TraceLine } from "./trace-line.ts";

/** With longer pauses a busy container would fill the buffer; shorter ones would take CPU from it. */
const pauseMs = 20;
/** Events of another CPU at the same moment may arrive a little later. */
const holdSeconds = 0.02;
/** Number of reads (of a page each) before yielding to other work of this process. */
const readsAtOnce = 64;

/**
 * Reads `trace_pipe` of an instance while it is written, which empties the buffer, and passes on the lines sorted by
 * time (Documentation/trace/ftrace.rst, "trace_pipe").
 */
export function readPipe(instance: string, take: (line: TraceLine) => void) {
  // Without O_NONBLOCK a read waits until the buffer is half full.
  let pipe: number | undefined = openSync(`${instance}/trace_pipe`, constants.O_RDONLY | constants.O_NONBLOCK);
  const chunk = Buffer.alloc(65_536);
  let partialLine = "";
  let heldLines: TraceLine[] = [];
  let newest = 0;
  let ended = false;

  /** False if nothing is available now. */
  const readSome = (): boolean => {
    for (let reads = 0; reads < readsAtOnce; reads++) {
      let bytes = 0;
      try {
        bytes = pipe === undefined ? 0 : readSync(pipe, chunk);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      }
      if (bytes === 0) return false;
      const lines = `${partialLine}${chunk.toString("latin1", 0, bytes)}`.split("\n");
      partialLine = lines.pop() ?? "";
      for (const text of lines) {
        const line = parseTraceLine(text);
        if (line === undefined) continue;
        newest = Math.max(newest, line.time);
        heldLines.push(line);
      }
    }
    return true;
  };
  const handOn = (until: number) => {
    heldLines.sort((a, b) => a.time - b.time);
    const late = heldLines.findIndex(({ time }) => time > until);
    const ready = late === -1 ? heldLines : heldLines.slice(0, late);
    heldLines = late === -1 ? [] : heldLines.slice(late);
    for (const line of ready) take(line);
  };
  const reading = (async () => {
    while (!ended) {
      const hasMore = readSome();
      handOn(newest - holdSeconds);
      if (hasMore) await setImmediate();
      else await setTimeout(pauseMs);
    }
  })();
  // Awaited in `end`.
  reading.catch(() => {});

  return {
    /** Passes on all events recorded so far, while the trace continues. */
    async catchUp(): Promise<void> {
      const startTime = monotonicSeconds();
      while (!ended && newest <= startTime && readSome()) await setImmediate();
      handOn(startTime);
    },
    /** After the trace is disabled: passes on the rest. */
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
