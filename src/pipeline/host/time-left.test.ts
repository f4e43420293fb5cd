import { expect, it } from "vitest";
import { timeLeft } from "./time-left.ts";

it("uses the trials of this runner alone, without those of an earlier service or the time between", () => {
  let now = 0;
  const left = timeLeft(() => now);
  const after = (seconds: number, number: number, about = 24) => {
    now += seconds * 1000;
    return left({ number, about });
  };
  expect(after(60, 5)).toBeUndefined();
  expect(after(2, 6)).toBe(36);
  expect(after(4, 7)).toBe(51);
  // The next service: its baseline took minutes, and its first measured trial has the same number.
  expect(after(500, 5, 27)).toBeUndefined();
  expect(after(8, 6, 27)).toBe(168);
  expect(after(8, 7, 27)).toBe(160);
});
