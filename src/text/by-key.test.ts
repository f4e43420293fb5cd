import { expect, it } from "vitest";
import { byKey } from "./by-key.ts";
import { compareText } from "./compare-text.ts";

it("orders texts by code unit in any locale", () => {
  expect(["b", "ä", "a", "B", "", "aa"].toSorted(compareText)).toEqual(["", "B", "a", "aa", "b", "ä"]);
  expect(compareText("x", "x")).toBe(0);
});

it("orders entries by their keys alone", () => {
  expect(Object.entries({ b: 1, a: 2 }).toSorted(byKey)).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
});
