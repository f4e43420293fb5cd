import { expect, test } from "vitest";
import { readSummary } from "./capabilities.ts";

const whole = { uses: [], tasksPeak: 7, unseen: [], found: true, overflow: false };
const of = { lost: 0, starts: [4000], commands: 1 };
const without = "this kernel has no tracepoint capability:cap_capable";

test("counts concurrent tasks on a kernel without the capability tracepoint", () => {
  expect(readSummary(whole, { ...of, without })).toEqual({
    method: "trials",
    reason: without,
    capabilities: [],
    tasksPeak: 7,
  });
  expect(readSummary(whole, of)).toMatchObject({ method: "tracepoint", tasksPeak: 7 });
});

test("reports no peak from an incomplete trace", () => {
  for (const more of [{ lost: 1 }, { starts: [] }, { starts: [4000, 4001] }]) {
    const seen = readSummary({ ...whole, unseen: [4001] }, { ...of, ...more, without });
    expect(seen.tasksPeak).toBeUndefined();
    expect(seen.reason).not.toBe(without);
  }
});
