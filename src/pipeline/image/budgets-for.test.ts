import { expect, it } from "vitest";
import { budgetsFor } from "./budgets-for.ts";
import { fitsWildcard } from "../../text/wildcard.ts";

const settings = {
  all: { size: 200, setuid: 0 },
  images: [
    { name: "registry.example/team/*", size: 100 },
    { name: "*:debug", size: 900, layers: 40 },
  ],
};

it.each([
  ["debian:13", { size: 200, setuid: 0 }],
  ["registry.example/team/web/api:1", { size: 100, setuid: 0 }],
  ["registry.example/team/web:debug", { size: 900, setuid: 0, layers: 40 }],
])("returns the budgets of %s", (image, budgets) => {
  expect(budgetsFor(settings, image)).toEqual(budgets);
});

it.each([
  ["", "", true],
  ["", "a", false],
  ["*", "", true],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["a*b*c", "a/b/c", true],
  ["a*c*b", "a/b/c", false],
  ["*ab*ab", "abab", true],
  ["*ab*ab", "ab", false],
  ["a.c", "abc", false],
])("matches %j with %j: %s", (pattern, text, fits) => {
  expect(fitsWildcard(pattern, text)).toBe(fits);
});

it("is fast for a hostile pattern", () => {
  expect(fitsWildcard(`${"*a".repeat(10_000)}b`, "a".repeat(100_000))).toBe(false);
});
