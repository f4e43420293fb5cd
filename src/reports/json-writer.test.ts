import { describe, expect, it } from "vitest";
import { jsonWriters } from "./json-writer.ts";

const defs = {
  Tree: { keys: { name: { leaf: null }, items: { list: { def: "Tree" } }, by: { dictionary: { leaf: null } } } },
} as const;
const write = jsonWriters(defs)({ def: "Tree" });

describe("jsonWriters", () => {
  it.each([
    [{ name: 'a "b" \\ \n é \ud800', items: [], by: {} }],
    [{ name: "a", items: [{ name: "b", items: [{ by: { "443": 1, "80": [1, { x: undefined }], b: null, a: "" } }] }] }],
    [{}],
  ])("writes %j as JSON.stringify does, on one line and indented", (value) => {
    expect(write(value, "")).toBe(JSON.stringify(sorted(value)));
    expect(write(value, "\n")).toBe(JSON.stringify(sorted(value), undefined, 2));
  });

  it("takes keys in the order of the shape, and none that it lacks", () => {
    expect(write({ by: { z: 1, a: 2 }, other: 3, name: "x" }, "")).toBe('{"name":"x","by":{"a":2,"z":1}}');
  });

  it("throws on a number that JSON cannot hold", () => {
    expect(() => write({ by: { a: Number.NaN } }, "")).toThrow("NaN");
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const own = value as Record<string, unknown>;
  if (!("by" in own)) return Object.fromEntries(Object.entries(own).map(([key, item]) => [key, sorted(item)]));
  const by = own["by"] as Record<string, unknown>;
  return { ...own, by: Object.fromEntries(Object.entries(by).sort(([a], [b]) => (a < b ? -1 : 1))) };
}
