import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyEdits } from "./apply.ts";
import { lineEdits } from "./line-edits.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r\n", " ", "é") });

it("the edits make the one text of the other, and none make nothing", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = lineEdits(before, after).map((edit) => ({ ...edit, file: "" }));
      expect(applyEdits(before, edits)).toBe(after);
      expect(lineEdits(before, before)).toEqual([]);
    }),
  );
});

it("lines that are equal stay", () => {
  expect(lineEdits("a\nb\nc\n", "a\nx\nc\nd\n")).toEqual([
    { span: { start: 2, end: 4 }, text: "x\n" },
    { span: { start: 6, end: 6 }, text: "d\n" },
  ]);
});
