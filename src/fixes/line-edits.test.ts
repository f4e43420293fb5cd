import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyEdits } from "./apply.ts";
import { lineEdits } from "./line-edits.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r\n", " ", "é") });

it("turns the one text into the other, and returns none for equal ones", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = lineEdits(before, after).map((edit) => ({ ...edit, file: "" }));
      expect(applyEdits(before, edits)).toBe(after);
      expect(lineEdits(before, before)).toEqual([]);
    }),
  );
});

it("keeps equal lines", () => {
  expect(lineEdits("a\nb\nc\n", "a\nx\nc\nd\n")).toEqual([
    { span: { start: 2, end: 4 }, text: "x\n" },
    { span: { start: 6, end: 6 }, text: "d\n" },
  ]);
});
