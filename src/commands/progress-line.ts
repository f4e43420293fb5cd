import type { ProgressEvent } from "../domain/progress.ts";
import type { CliContext } from "./cli-context.ts";
import { progressEvents } from "./progress-events.ts";

/** Where progress is drawn: one line that is rewritten, one line per trial and finished stage, or nowhere. */
export interface ProgressLine {
  show(event: ProgressEvent): void;
  clear(): void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

export function progressLine(cli: CliContext, mode: "auto" | "plain" | "json" | "none"): ProgressLine {
  const write = (text: string) => cli.process.stderr.write(text);
  const redraw = (line: string) => cli.process.stderr.redraw?.(line);
  if (mode === "json")
    return progressEvents((json) => cli.process.stderr.write(json, "json"), {
      now: cli.now,
      elapsed: () => performance.now(),
    });
  if (mode === "none") return { show() {}, clear() {} };
  if (mode === "auto" && !cli.stderr.live) return warningLines(write);
  if (!cli.stderr.live) return plainLines(write);
  let current = "";
  let frame = 0;
  let drawn = false;
  const draw = () => {
    // A finished stage has no spinner.
    if (current === "") return;
    drawn = true;
    const text = `${frames[frame++ % frames.length]} ${current}`;
    redraw(text.slice(0, Math.max(20, cli.stderr.columns - 1)));
  };
  const timer = setInterval(draw, 100);
  // The spinner alone must not keep the process alive.
  timer.unref();
  return {
    show({ stage, message, done }) {
      current = `${stage.padEnd(9)} ${printable(message)}`;
      if (!done) return draw();
      redraw(`✓ ${current}`);
      write("\n");
      [current, drawn] = ["", false];
    },
    clear() {
      clearInterval(timer);
      // The current line may be a question that the user is about to answer.
      if (drawn) redraw("");
      drawn = false;
    },
  };
}

/** Maximum time between two lines during work: in a file, silence looks like a program that hangs. */
const longestSilenceMs = 30_000;

/** Prints each warning once, and nothing else. */
function warningLines(write: (text: string) => void): ProgressLine {
  const shownMessages = new Set<string>();
  return {
    show({ message, warning }) {
      if (warning !== true || shownMessages.has(message)) return;
      shownMessages.add(message);
      write(`hullproof: ${printable(message)}\n`);
    },
    clear() {},
  };
}

function plainLines(write: (text: string) => void): ProgressLine {
  let untold: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tell = (text: string) => {
    clearTimeout(timer);
    [timer, untold] = [undefined, undefined];
    write(`${text}\n`);
  };
  return {
    show({ stage, message, done, line }) {
      const text = `${stage.padEnd(9)} ${printable(message)}`;
      if (done || line) return tell(text);
      untold = text;
      // Repeats the latest message after a period of silence; the timer must not keep the process alive.
      timer ??= setTimeout(() => untold !== undefined && tell(untold), longestSilenceMs).unref();
    },
    clear() {
      clearTimeout(timer);
      [timer, untold] = [undefined, undefined];
    },
  };
}

/** Build steps and log lines come from foreign files, so control characters must not reach the terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
