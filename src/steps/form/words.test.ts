import { expect, it } from "vitest";
import { size, toBytes } from "./words.ts";

it.each([
  [0, 0],
  [1500, 1500],
  ["200kB", 200_000],
  ["1MB", 1_000_000],
  ["1MiB", 1_048_576],
  ["64KiB", 65_536],
  ["0MB", 0],
])("reads the size %j", (raw, bytes) => {
  expect(toBytes(size.parse(raw))).toBe(bytes);
});

it.each(["1 MB", "1mb", "1GB", "-1MB", "1.5MB", "65MiB", 100_000_000, -1, ""])("refuses the size %j", (raw) => {
  expect(size.safeParse(raw).success).toBe(false);
});
