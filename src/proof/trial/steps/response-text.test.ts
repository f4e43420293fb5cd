import { expect, it } from "vitest";
import { matches, shownPattern } from "./response-text.ts";

it.each([
  ["^v7\nok\n", "/^v7\\nok\\n/"],
  ["a/b", "/a\\/b/"],
  ["", "/(?:)/"],
])("formats the pattern %j on one line, with equal matches", (pattern, shown) => {
  expect(shownPattern(pattern)).toBe(shown);
  expect(matches(shown.slice(1, -1), "v7\nok\na/b")).toBe(matches(pattern, "v7\nok\na/b"));
});
