import { expect, it } from "vitest";
import { usualSafety, wishedSafety } from "./safety.ts";

const gibibyte = 1024 ** 3;

it("gives half of the engine's memory, between a minimum and 8 GiB", () => {
  const memoryOf = (memoryBytes: number) => usualSafety({ memoryBytes }).memoryBytes;
  expect([1, 4, 16, 512].map((size) => memoryOf(size * gibibyte) / gibibyte)).toEqual([0.5, 2, 8, 8]);
  expect(memoryOf(0)).toBe(128 * 1024 * 1024);
});

it("parses the user's limits", () => {
  expect(wishedSafety(undefined)).toEqual({});
  expect(wishedSafety(" memory=16g, tasks=8192 ,disk=512m,files=500k,log=1m,")).toEqual({
    memoryBytes: 16 * gibibyte,
    tasks: 8192,
    diskBytes: gibibyte / 2,
    files: 512_000,
    logBytes: 1024 * 1024,
  });
});

it.each([
  "memory",
  "memory=",
  "memory=0",
  "memory=-1",
  "memory=1t",
  "cpu=1",
  "tasks=1e9",
  "log=999999999999999g",
  "=1",
  "__proto__=1",
])("refuses %s", (text) => expect(() => wishedSafety(text)).toThrow(/HULLPROOF_LIMITS has/));
