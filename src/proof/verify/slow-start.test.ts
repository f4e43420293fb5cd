import { expect, test } from "vitest";
import type { Trial } from "../../domain/workload/trial.ts";
import { slowStart } from "./slow-start.ts";

/** `share` of a CPU that each start used. */
const ready = (times: readonly number[], share: number) =>
  times.map((readyMs) => ({
    lives: [{ readyMs, readyCpuSeconds: (share * readyMs) / 1000, steps: [], oomKilled: false }],
  })) as unknown as readonly Trial[];
const words = (original: readonly number[], limited: readonly number[], share = 0.24) =>
  slowStart({ reference: { trials: ready(original, 1) } as never }, ready(limited, share), 0.25);

test.each([
  [[100, 200], [2600]],
  [[], []],
])("treats %j then %j as a normal start", (original, limited) => {
  expect(words(original, limited)).toBe("");
});

test("blames a busy machine for a slow start with an unused limit", () => {
  expect(words([876], [5130], 0.1)).toBe("");
});

test("reports an unusually slow start, with the slowest of each", () => {
  expect(words([876, 700], [4000, 5130])).toBe(
    " It is ready after up to 5.1 s, the original after 0.9 s: the limit of 0.25 CPUs holds its start back on this machine.",
  );
});
