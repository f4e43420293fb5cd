import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Applicability, Edit, Fix } from "../domain/fix.ts";
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

  it("always gives edits that can be applied, and every candidate an answer", () => {
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
  });
});
