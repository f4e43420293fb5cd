import { expect, test } from "vitest";
import type { Trial } from "../../domain/workload/trial.ts";
import { slowStart } from "./slow-start.ts";

const ready = (...times: readonly number[]) =>
  times.map((readyMs) => ({ lives: [{ readyMs, steps: [], oomKilled: false }] })) as unknown as readonly Trial[];
const words = (original: readonly number[], limited: readonly number[]) =>
  slowStart({ baseline: { trials: ready(...original) } as never }, ready(...limited), 0.25);

test.each([
  [[100, 200], [2600]],
  [[], []],
])("%j then %j is a start as usual", (original, limited) => {
  expect(words(original, limited)).toBe("");
});

test("a start past what is usual is named, with the slowest of each", () => {
  expect(words([876, 700], [4000, 5130])).toBe(
    " It is ready after up to 5.1 s, the original after 0.9 s: the limit of 0.25 CPUs holds its start back on this machine.",
  );
});
