import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth } from "./display-width.ts";
import { fit, wrap } from "./page.ts";

describe("displayWidth", () => {
  it.each([
    ["plain", 5],
    ["é", 1],
    ["e\u0301", 1],
    ["漢字", 4],
    ["한글", 4],
    ["✔ ok", 4],
    ["👩‍👩‍👧", 2],
    ["──", 2],
  ])("%j has a width of %d columns", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe("wrap", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "漢", "é", "x".repeat(12)) });

  it("keeps every word, within the width", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 30 }), (words, columns) => {
        const lines = wrap(words, columns);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(words.replaceAll(" ", ""));
      }),
    );
  });

  it("cuts only between graphemes", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 9 }), (words, columns) => {
        expect(cutToWidth(words, columns).join("")).toBe(words);
      }),
    );
  });

  it("marks cut text", () => {
    expect(fit("abcdef", 4)).toBe("abc…");
    expect(fit("abcd", 4)).toBe("abcd");
  });
});
