import fc from "fast-check";
import { expect, test } from "vitest";
import { learnTemplate, mismatch } from "./body-template.ts";

test("keeps equal parts as text, and differing ones as their kind", () => {
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

test("reports an early end and a longer text", () => {
  const template = learnTemplate("one two", "one two");
  expect(mismatch(template, "one")).toBe('expected "one two", got "one"');
  expect(mismatch(template, "one two three")).toContain("three");
});

test("keeps control characters out of the message", () => {
  expect(mismatch(learnTemplate("a", "a"), "b\u001B[2J")).toBe('expected "a", got "b"');
});

test("always fits both responses", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      const template = learnTemplate(a, b);
      expect(mismatch(template, a)).toBeUndefined();
      expect(mismatch(template, b)).toBeUndefined();
    }),
  );
});

test("accepts another process id only after a word for it", () => {
  const fits = (said: string, other: string) => mismatch(learnTemplate(said, said), other) === undefined;
  expect(fits("running as pid 1, ppid=0", "running as pid 7, ppid=1")).toBe(true);
  expect(fits("PID: 12\n", "PID: 4711\n")).toBe(true);
  expect(fits('{"pid": 1, "name": "app"}', '{"pid": 9, "name": "app"}')).toBe(true);
  expect(fits('["pid 1"]', '["pid 2"]')).toBe(true);
  expect(fits('{"pid": 1}', '{"pid": "none"}')).toBe(false);
  expect(fits("rapid 1", "rapid 2")).toBe(false);
  expect(fits("pid 1", "pid none")).toBe(false);
  expect(fits('{"count": 1}', '{"count": 2}')).toBe(false);
});
