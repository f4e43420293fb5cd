import { expect, test } from "vitest";
import { heldByMany } from "./memory.ts";

const mebibyte = 1024 * 1024;

test("reserves memory for five times the clients, and nothing more for a server that does not grow", () => {
  expect(heldByMany(80 * mebibyte, 10 * mebibyte, 8)).toBe(400 * mebibyte);
  expect(heldByMany(50 * mebibyte, 50 * mebibyte, 8)).toBe(50 * mebibyte);
  expect(heldByMany(50 * mebibyte, 60 * mebibyte, 8)).toBe(50 * mebibyte);
  expect(heldByMany(50 * mebibyte, 10 * mebibyte, 1)).toBe(50 * mebibyte);
  expect(heldByMany(0, 10 * mebibyte, 8)).toBe(0);
});
