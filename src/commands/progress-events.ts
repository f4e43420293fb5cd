import type { ProgressEvent } from "../domain/progress.ts";
import { timeLeft } from "../pipeline/host/time-left.ts";
import type { ProgressEventLine } from "../reports/progress-schema.ts";
import type { Writer } from "./writer.ts";

interface Clock {
  /** ISO date and time, UTC. */
  readonly now: () => string;
  /** Milliseconds from an arbitrary start. */
  readonly elapsed: () => number;
}

/** Progress as JSON, one event per line, for programs: docs/schema/progress.schema.json. */
export function progressEvents(
  write: (json: string) => void,
  { now, elapsed }: Clock,
): { show(event: ProgressEvent): void; clear(): void } {
  const estimateTimeLeft = timeLeft(elapsed);
  return {
    show(event) {
      write(lineOf(eventOf(event, now(), estimateTimeLeft)));
    },
    clear() {},
  };
}

/** Turns other stderr output into events: one per line. */
export function withMessageEvents(writer: Writer, currentTime: () => string): Writer {
  return {
    ...writer,
    write(text, syntax) {
      if (syntax === "json") writer.write(text, syntax);
      else if (text.trim() !== "")
        writer.write(lineOf({ event: "message", time: currentTime(), text: text.trim() }), "json");
    },
    redraw() {},
  };
}

/** Whether the command line requests JSON progress. The streams are opened before flags are parsed. */
export function wantsEvents(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const flags = end === -1 ? args : args.slice(0, end);
  return flags.some((arg, at) => arg === "--progress=json" || (arg === "--progress" && flags[at + 1] === "json"));
}

function eventOf(
  { stage, message, done, trial }: ProgressEvent,
  time: string,
  estimateTimeLeft: ReturnType<typeof timeLeft>,
): ProgressEventLine {
  if (trial === undefined) return { event: done === true ? "done" : "progress", time, stage, message };
  const { number, about } = trial;
  const secondsLeft = estimateTimeLeft(trial);
  return {
    event: "trial",
    time,
    stage,
    message,
    number,
    ...(about !== undefined && { about }),
    ...(secondsLeft !== undefined && { secondsLeft }),
  };
}

function lineOf(event: ProgressEventLine): string {
  return `${JSON.stringify(event)}\n`;
}
