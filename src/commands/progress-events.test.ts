import { describe, expect, it, test } from "vitest";
import type { ProgressEvent } from "../domain/progress.ts";
import { progressSchema } from "../reports/progress-schema.ts";
import { progressEvents, wantsEvents, withMessageEvents } from "./progress-events.ts";

/** Events one second apart, as lines. */
function lines(events: readonly ProgressEvent[]): readonly Record<string, unknown>[] {
  const written: string[] = [];
  let ms = 0;
  const shown = progressEvents((json) => void written.push(json), {
    now: () => "2026-11-28T19:00:00.000Z",
    elapsed: () => (ms += 1000),
  });
  for (const event of events) shown.show(event);
  shown.clear();
  expect(written.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}
const trial = (number: number, about?: number): ProgressEvent => ({
  stage: "learn",
  message: "it",
  line: true,
  trial: { number, ...(about !== undefined && { about }) },
});

describe("progress as JSON", () => {
  it("emits one valid object per event, with keys in order", () => {
    const all = lines([
      { stage: "build", message: "a\nb \u001b[31m" },
      { stage: "build", message: "built", done: true },
      { stage: "reference", message: "the original", line: true },
      trial(1, 3),
      trial(2, 3),
      trial(3),
    ]);
    for (const one of all) expect(progressSchema.parse(one)).toEqual(one);
    expect(all.map(({ event }) => event)).toEqual(["progress", "done", "progress", "trial", "trial", "trial"]);
    expect(Object.keys(all[4] ?? {})).toEqual(["event", "time", "stage", "message", "number", "about", "secondsLeft"]);
  });

  it("estimates remaining time from this run's trials, if possible", () => {
    expect(lines([trial(1, 10), trial(2, 10), trial(3, 10)]).map(({ secondsLeft }) => secondsLeft)).toEqual([
      undefined,
      8,
      7,
    ]);
    // Twenty cached trials arrive at once; the next one takes a second.
    expect(lines([trial(20, 24), trial(21, 24)]).at(-1)?.["secondsLeft"]).toBe(3);
    expect(lines([trial(5), trial(6)]).at(-1)?.["secondsLeft"]).toBeUndefined();
    expect(lines([trial(4, 4), trial(5, 5)]).at(-1)?.["secondsLeft"]).toBe(0);
    // Another experiment counts from one again.
    expect(lines([trial(9, 9), trial(1, 3), trial(2, 3)]).map(({ secondsLeft }) => secondsLeft)).toEqual([
      undefined,
      undefined,
      1,
    ]);
  });
});

test("turns other output into events", () => {
  const written: (readonly [string, string | undefined])[] = [];
  const writer = withMessageEvents(
    {
      write: (text, syntax) => void written.push([text, syntax]),
      redraw: () => expect.unreachable(),
      clearLine: () => expect.unreachable(),
      screen: () => expect.unreachable(),
      flush: async () => undefined,
    },
    () => "2026-11-28T19:00:00.000Z",
  );
  writer.write("hullproof: it broke\n  Do this.\n");
  writer.write("\n");
  writer.write('{"event":"done"}\n', "json");
  writer.redraw("line");
  expect(written).toEqual([
    ['{"event":"message","time":"2026-11-28T19:00:00.000Z","text":"hullproof: it broke\\n  Do this."}\n', "json"],
    ['{"event":"done"}\n', "json"],
  ]);
});

test.each<readonly [string, boolean]>([
  ["learn --progress json x", true],
  ["learn x --progress=json", true],
  ["learn --progress plain x", false],
  ["learn --progress", false],
  ["learn x json", false],
  ["check -- --progress json", false],
])("%s", (line, wants) => expect(wantsEvents(line.split(" "))).toBe(wants));
