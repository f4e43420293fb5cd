import { cachedDataVersionTag } from "node:v8";
import { expect, test } from "vitest";
import { optimisedLater, thresholds } from "./optimised-later.ts";

test("V8's switches are other ones while it is held, however often, and then the very same as before", () => {
  const before = cachedDataVersionTag();
  const [one, two] = [optimisedLater(), optimisedLater()];
  expect(cachedDataVersionTag()).not.toBe(before);
  one[Symbol.dispose]();
  expect(cachedDataVersionTag()).not.toBe(before);
  two[Symbol.dispose]();
  expect(cachedDataVersionTag()).toBe(before);
  for (const { usual, reading } of thresholds) expect(reading).toBeGreaterThan(usual);
});
