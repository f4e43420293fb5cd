import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Applicability, Edit, Fix } from "../domain/finding/fix.ts";
import { applyEdits } from "./apply.ts";
import { planFixes } from "./plan.ts";

const text = "0123456789";
const edit = (start: number, end: number, replacement: string): Edit => ({
  file: "f",
  span: { start, end },
  text: replacement,
});
const candidate = (rule: string, edits: readonly Edit[], applicability: Applicability = "safe") => ({
  rule,
  fix: { title: rule, applicability, edits: edits as unknown as Fix["edits"] },
});
const plan = (...candidates: ReturnType<typeof candidate>[]) => {
  const { applied, dropped, edits } = planFixes(text, candidates, ["safe"]);
  return {
    applied: applied.map(({ rule }) => rule),
    dropped: dropped.map(({ rule, reason }) => `${rule}: ${reason}`),
    text: applyEdits(text, edits),
  };
};

describe("planFixes", () => {
  it("makes what does not overlap, by position", () => {
    expect(plan(candidate("a", [edit(6, 8, "x")]), candidate("b", [edit(2, 4, "y"), edit(4, 4, "z")]))).toEqual({
      applied: ["a", "b"],
      dropped: [],
      text: "01yz45x89",
    });
  });

  it("lets the first win and drops the other whole", () => {
    expect(plan(candidate("a", [edit(2, 5, "")]), candidate("b", [edit(0, 1, "x"), edit(4, 6, "")]))).toEqual({
      applied: ["a"],
      dropped: ["b: overlaps a fix of a"],
      text: "0156789",
    });
  });

  it("makes the same edit once", () => {
    expect(plan(candidate("a", [edit(2, 5, "")]), candidate("b", [edit(2, 5, ""), edit(7, 7, "x")])).text).toBe(
      "0156x789",
    );
    expect(plan(candidate("a", [edit(2, 2, "x")]), candidate("b", [edit(2, 2, "x")])).text).toBe("01x23456789");
  });

  it("refuses two texts for one place, and touching ends are no overlap", () => {
    expect(plan(candidate("a", [edit(2, 2, "x")]), candidate("b", [edit(2, 2, "y")])).dropped).toEqual([
      "b: overlaps a fix of a",
    ]);
    expect(
      plan(candidate("a", [edit(2, 4, "")]), candidate("b", [edit(4, 6, "")]), candidate("c", [edit(6, 6, "x")])).text,
    ).toBe("01x6789");
  });

  it("says why else it drops one", () => {
    expect(
      plan(
        candidate("a", [edit(0, 1, "")], "proven"),
        candidate("b", [edit(0, 2, ""), edit(1, 3, "")]),
        candidate("c", [edit(9, 11, "")]),
      ).dropped,
    ).toEqual(["a: proven fixes were not asked for", "b: its own edits overlap", "c: an edit lies outside the text"]);
  });

  it("says what is doubted of one that is not safe", () => {
    const { fix, rule } = candidate("a", [edit(0, 1, "")], "proven");
    const { dropped } = planFixes(text, [{ rule, fix: { ...fix, doubt: "a later step reads it" } }], ["safe"]);
    expect(dropped.map(({ reason }) => reason)).toEqual([
      "proven fixes were not asked for; not safe: a later step reads it",
    ]);
  });

  it("takes nothing that begins before the text, ends beyond it, or ends before it begins", () => {
    const outside = ["b: an edit lies outside the text"];
    for (const wrong of [edit(-1, 1, ""), edit(-2, -1, ""), edit(4, 3, ""), edit(10, 11, ""), edit(11, 11, "x")])
      expect(plan(candidate("b", [edit(0, 1, ""), wrong])).dropped).toEqual(outside);
    expect(plan(candidate("b", [edit(0, 1, "x"), edit(9, 10, "y")])).text).toBe("x12345678y");
    expect(plan(candidate("b", [edit(10, 10, "y")])).text).toBe("0123456789y");
  });

  it("names the most important of the fixes in the way, whichever stands first in the text", () => {
    const first = candidate("first", [edit(6, 8, "")]);
    const second = candidate("second", [edit(2, 4, "")]);
    const wide = candidate("c", [edit(3, 7, "")]);
    const apart = candidate("c", [edit(3, 5, ""), edit(7, 9, "")]);
    for (const other of [wide, apart]) {
      expect(plan(first, second, other).dropped).toEqual(["c: overlaps a fix of first"]);
      expect(plan(second, first, other).dropped).toEqual(["c: overlaps a fix of second"]);
    }
    const together = candidate("both", [edit(6, 8, ""), edit(2, 4, "")]);
    expect(plan(together, first, wide).dropped).toEqual(["c: overlaps a fix of both"]);
  });

  it("keeps in order what it takes of one fix with several edits, some of them made already", () => {
    const a = candidate("a", [edit(5, 6, "a")]);
    const b = candidate("b", [edit(8, 9, "c"), edit(5, 6, "a"), edit(1, 2, "b")]);
    expect(plan(a, b)).toEqual({ applied: ["a", "b"], dropped: [], text: "0b234a67c9" });
    expect(plan(b, a, candidate("c", [edit(2, 2, "x")])).text).toBe("0bx234a67c9");
    expect(plan(b, a, candidate("c", [edit(6, 8, "x")])).text).toBe("0b234axc9");
  });

  it("finds what is in the way among very many", () => {
    const long = "x".repeat(1_000);
    const many = Array.from({ length: 200 }, (_, at) => candidate(`r${at}`, [edit(4 * at + 2, 4 * at + 4, "")]));
    const last = (...edits: Edit[]) => {
      const { dropped } = planFixes(long, [...many, candidate("last", edits)], ["safe"]);
      return dropped.map(({ reason }) => reason);
    };
    expect(last(edit(403, 403, "y"))).toEqual(["overlaps a fix of r100"]);
    expect(last(edit(403, 405, "y"))).toEqual(["overlaps a fix of r100"]);
    expect(last(edit(404, 406, "y"))).toEqual([]);
    expect(last(edit(0, 1_000, "y"))).toEqual(["overlaps a fix of r0"]);
    expect(last(edit(900, 1_000, "y"))).toEqual([]);
    expect(last(edit(402, 404, ""))).toEqual([]);
  });

  it("always returns applicable edits, and a result for every candidate", () => {
    const edits = fc.array(
      fc
        .tuple(fc.nat(10), fc.nat(4), fc.constantFrom("", "x", "yy"))
        .map(([start, size, replacement]) => edit(start, start + size, replacement)),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 8 }), (all) => {
        const candidates = all.map((each, index) => candidate(`r${index}`, each));
        const result = planFixes(text, candidates, ["safe"]);
        expect(result.applied.length + result.dropped.length).toBe(candidates.length);
        const removed = result.edits.reduce((sum, { span }) => sum + span.end - span.start, 0);
        const added = result.edits.reduce((sum, one) => sum + one.text.length, 0);
        expect(applyEdits(text, result.edits)).toHaveLength(text.length - removed + added);
        for (const { fix } of result.applied) for (const one of fix.edits) expect(result.edits).toContainEqual(one);
      }),
    );
  });
});

describe("applyEdits", () => {
  it("takes edits in any order and refuses overlaps", () => {
    expect(applyEdits(text, [edit(8, 10, "z"), edit(0, 0, "a")])).toBe("a01234567z");
    expect(applyEdits(text, [])).toBe(text);
    expect(() => applyEdits(text, [edit(0, 3, ""), edit(2, 4, "")])).toThrow(RangeError);
    expect(() => applyEdits(text, [edit(9, 11, "")])).toThrow(RangeError);
    expect(() => applyEdits(text, [edit(9, 11, "")])).toThrow("edit 9-11 overlaps another or lies outside the text");
    expect(() => applyEdits(text, [edit(4, 3, "")])).toThrow(RangeError);
    expect(() => applyEdits(text, [edit(-1, 3, "")])).toThrow(RangeError);
    expect(applyEdits(text, [edit(0, 10, "")])).toBe("");
  });

  it("puts in before what it replaces, and in the order given", () => {
    expect(applyEdits(text, [edit(2, 4, "a"), edit(2, 2, "b")])).toBe("01ba456789");
    expect(applyEdits(text, [edit(2, 2, "a"), edit(2, 2, "b")])).toBe("01ab23456789");
    expect(applyEdits(text, [edit(2, 4, "a"), edit(4, 4, "b")])).toBe("01ab456789");
  });
});
