import fc from "fast-check";
import { expect, test } from "vitest";
import { learnTemplate, mismatch } from "./body-template.ts";

test("what is equal is text, what differs is its kind", () => {
  expect(learnTemplate("n=1 id=ab", "n=2 id=cd")).toEqual({
    kind: "tokens",
    tokens: [
      { text: "n" },
      { text: "=" },
      { varies: "number" },
      { text: " " },
      { text: "id" },
      { text: "=" },
      { varies: "word" },
    ],
  });
});

test("an early end and a longer text are told", () => {
  const template = learnTemplate("one two", "one two");
  expect(mismatch(template, "one")).toBe('expected "one two", got "one"');
  expect(mismatch(template, "one two three")).toContain("three");
});

test("a container's control characters do not reach the message", () => {
  expect(mismatch(learnTemplate("a", "a"), "b\u001B[2J")).toBe('expected "a", got "b"');
});

test("both answers always fit what was learned from them", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      const template = learnTemplate(a, b);
      expect(mismatch(template, a)).toBeUndefined();
      expect(mismatch(template, b)).toBeUndefined();
    }),
  );
});
