import fc from "fast-check";
import { expect, test } from "vitest";
import { difference, jsonOf, learnJson } from "./body-json.ts";

const told = (a: unknown, b: unknown, other: unknown) => difference(learnJson(a, b), other);

test("keeps common values, the types of varying ones, and names the location", () => {
  const [a, b] = [
    { id: 7, name: "x", tags: ["a"], at: "2026-11-24T10:00:00Z" },
    { id: 9, name: "x", tags: ["a"], at: "2026-11-24T10:00:05Z" },
  ];
  expect(told(a, b, { ...a, id: 1234 })).toBeUndefined();
  expect(told(a, b, { ...a, id: "none" })).toBe('$.id is "none", not a number');
  expect(told(a, b, { ...a, name: "y" })).toBe('$.name is "y", not "x"');
  expect(told(a, b, { ...a, tags: [] })).toBe("$.tags has 0 elements, not 1");
  expect(told(a, b, { id: 1, name: "x", tags: ["a"] })).toBe("$.at is missing");
  expect(told(a, b, { ...a, error: "denied" })).toBe("$.error is new");
  expect(told(a, b, [])).toContain("not an object");
});

test("ignores the order of keys, and accepts keys of only one reference trial as optional", () => {
  expect(told({ a: 1, b: 2 }, { b: 2, a: 1 }, { b: 2, a: 1 })).toBeUndefined();
  expect(told({ a: 1, cache: "hit" }, { a: 1 }, { a: 1, cache: "miss" })).toBeUndefined();
});

test("accepts lists of different length with elements of known shapes", () => {
  const a = { items: [{ id: 1, ok: true }] };
  const b = {
    items: [
      { id: 2, ok: true },
      { id: 3, ok: true, note: "n" },
    ],
  };
  expect(told(a, b, { items: [{ id: 9, ok: true }] })).toBeUndefined();
  expect(told(a, b, { items: [{ id: 9, ok: false }] })).toBe("$.items[0].ok is false, not true");
  expect(told(a, b, { items: [] })).toBe("$.items is an empty list");
});

test("counts only objects and lists as JSON", () => {
  expect(jsonOf(' {"a": 1}')).toEqual({ a: 1 });
  expect(jsonOf("[1")).toBeUndefined();
  expect(jsonOf("12")).toBeUndefined();
});

test("fits both reference responses, for any content", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(told(a, b, a)).toBeUndefined();
      expect(told(a, b, b)).toBeUndefined();
    }),
  );
});
