import { cachedDataVersionTag } from "node:v8";
import { expect, test } from "vitest";
import { delayOptimization, thresholds } from "./delay-optimization.ts";

test("changes V8's flags while held, and restores exactly the earlier ones", () => {
  const before = cachedDataVersionTag();
  const [one, two] = [delayOptimization(), delayOptimization()];
  expect(cachedDataVersionTag()).not.toBe(before);
  one[Symbol.dispose]();
  expect(cachedDataVersionTag()).not.toBe(before);
  two[Symbol.dispose]();
  expect(cachedDataVersionTag()).toBe(before);
  for (const { usual, reading } of thresholds) expect(reading).toBeGreaterThan(usual);
});
