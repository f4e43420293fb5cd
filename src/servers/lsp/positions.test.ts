import * as fc from "fast-check";
import { expect, it } from "vitest";
import { linesOf, positionIn } from "./positions.ts";

const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\r\n", "é", "\u{1f980}", "\u2028") });

it("converts every offset to a position and back, except between CR and LF", () => {
  fc.assert(
    fc.property(text, (one) => {
      const lines = linesOf(one);
      for (let at = 0; at <= one.length; at++) {
        const inside = one[at - 1] === "\r" && one[at] === "\n";
        expect(lines.offset(lines.at(at))).toBe(inside ? at - 1 : at);
      }
    }),
  );
});

it("clamps positions past the end of a line or text", () => {
  const lines = linesOf("ab\r\nc\rd");
  expect(lines.offset({ line: 0, character: 99 })).toBe(2);
  expect(lines.offset({ line: 1, character: 99 })).toBe(5);
  expect(lines.offset({ line: 2, character: 99 })).toBe(7);
  expect(lines.offset({ line: 9, character: 0 })).toBe(7);
});

it.each([
  undefined,
  null,
  {},
  { line: 1 },
  { line: -1, character: 0 },
  { line: 0.5, character: 0 },
  { line: "1", character: 0 },
  { line: 1e300, character: 0 },
  [0, 0],
])("rejects the position %j", (value) => {
  expect(positionIn(value)).toBeUndefined();
});
