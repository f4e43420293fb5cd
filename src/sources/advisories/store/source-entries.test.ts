import { expect, it } from "vitest";
import { readSources } from "./source-entries.ts";

const source = { name: "osv", date: "2026-01-02", records: 3 };

it.each(["license", "licence"])("reads sources with %s", (key) => {
  expect(readSources([{ ...source, [key]: "MIT" }], "npm.hull")).toEqual([{ ...source, license: "MIT" }]);
});

it.each([[{}], [[null]], [[source]], [[{ ...source, license: 1 }]], [[{ ...source, license: "MIT", records: 0.5 }]]])(
  "refuses %j",
  (value) => {
    expect(() => readSources(value, "npm.hull")).toThrow("npm.hull");
  },
);
