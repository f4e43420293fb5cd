import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edit } from "../domain/finding/fix.ts";
import { applyEdits } from "./apply.ts";
import { originOf } from "./origin.ts";

const edit = (start: number, end: number, text: string): Edit => ({ file: "f", span: { start, end }, text });

describe("originOf", () => {
  it("maps inserted text to the start of its edit, and moves text after it", () => {
    const origin = originOf([edit(6, 8, ""), edit(2, 3, "abc")]);
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(origin)).toEqual([0, 1, 2, 2, 2, 3, 4, 5, 8, 9]);
  });

  it("finds every unedited character again", () => {
    const text = Array.from({ length: 40 }, (_, at) => String.fromCodePoint(0x100 + at)).join("");
    const edits = fc
      .array(fc.tuple(fc.nat(8), fc.nat(4), fc.constantFrom("", "x", "yyy")), { maxLength: 5 })
      .map((parts) => {
        let at = 0;
        return parts.map(([gap, size, put]) => {
          const start = Math.min(text.length, at + gap);
          const end = Math.min(text.length, start + size);
          at = end + 1;
          return edit(start, end, put);
        });
      });
    fc.assert(
      fc.property(edits, (all) => {
        fc.pre(all.every(({ span }, index) => span.start > (all[index - 1]?.span.end ?? -1)));
        const origin = originOf(all);
        const after = applyEdits(text, all);
        for (const [at, char] of after.split("").entries()) {
          if (char === "x" || char === "y") continue;
          expect(text[origin(at)]).toBe(char);
        }
      }),
    );
  });
});
