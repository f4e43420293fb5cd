import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CliContext } from "./cli-context.ts";
import { progressLine } from "./progress-line.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function redirected(mode: "auto" | "plain" | "json" | "none") {
  const written: string[] = [];
  const stderr = { write: (text: string) => void written.push(text) };
  const cli = { process: { stderr }, stderr: { live: false, columns: 80 } } as unknown as CliContext;
  return { written, bar: progressLine(cli, mode) };
}

test("prints a line per trial in a file, and the latest message of a long stage", () => {
  const { written, bar } = redirected("plain");
  bar.show({ stage: "reference", message: "the original, no restrictions", line: true });
  expect(written).toEqual(["reference the original, no restrictions\n"]);
  bar.show({ stage: "build", message: "original: RUN configure" });
  vi.advanceTimersByTime(20_000);
  bar.show({ stage: "build", message: "original: RUN make" });
  vi.advanceTimersByTime(9_999);
  expect(written).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(written.slice(1)).toEqual(["build     original: RUN make\n"]);
  vi.advanceTimersByTime(720_000);
  expect(written).toHaveLength(2);
});

test("drops messages that another line or the end has superseded", () => {
  const { written, bar } = redirected("plain");
  bar.show({ stage: "build", message: "a" });
  bar.show({ stage: "build", message: "done", done: true });
  bar.show({ stage: "learn", message: "b" });
  bar.clear();
  vi.advanceTimersByTime(120_000);
  expect(written).toEqual(["build     done\n"]);
});

test.each(["auto", "none"] as const)("%s writes nothing into a file", (mode) => {
  const { written, bar } = redirected(mode);
  bar.show({ stage: "build", message: "a", done: true });
  vi.advanceTimersByTime(120_000);
  expect(written).toEqual([]);
});

test("stops the spinner of a finished stage on a terminal, and starts the next", () => {
  const drawn: string[] = [];
  const stderr = { write: (text: string) => void drawn.push(text), redraw: (line: string) => void drawn.push(line) };
  const cli = { process: { stderr }, stderr: { live: true, columns: 80 } } as unknown as CliContext;
  const bar = progressLine(cli, "auto");
  bar.show({ stage: "config", message: "read", done: true });
  vi.advanceTimersByTime(1_000);
  expect(drawn).toEqual(["✓ config    read", "\n"]);
  bar.show({ stage: "build", message: "a" });
  vi.advanceTimersByTime(100);
  expect(drawn.slice(2)).toEqual(["⠋ build     a", "⠙ build     a"]);
  bar.clear();
  expect(drawn.at(-1)).toBe("");
});
