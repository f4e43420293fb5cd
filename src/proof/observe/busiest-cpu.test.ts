import { expect, test } from "vitest";
import { roundUp } from "../learn/lessons/cpus.ts";
import { busiestShare } from "./busiest-cpu.ts";

const samples = (...pairs: [at: number, seconds: number][]) => pairs.map(([at, seconds]) => ({ at, seconds }));

test("finds the busiest interval of at least a tenth of a second", () => {
  expect(busiestShare(samples([0, 0], [0.05, 0.01], [0.1, 0.02], [0.15, 0.07], [0.2, 0.11], [1, 0.12]))).toBeCloseTo(
    0.9,
  );
});

test("counts a shorter life as a whole period", () => {
  expect(busiestShare(samples([0, 0], [0.02, 0.02]))).toBeCloseTo(0.2);
});

test("returns nothing for a single sample", () => {
  expect(busiestShare(samples([0, 1]))).toBeUndefined();
  expect(busiestShare([])).toBeUndefined();
});

test.each([
  [0.25, 0.25],
  [0.251, 0.3],
  [0.3, 0.3],
  [1.8, 1.8],
  [0.1 + 0.2, 0.3],
])("%d CPUs are rounded up to %d", (cpus, rounded) => {
  expect(roundUp(cpus)).toBe(rounded);
});
