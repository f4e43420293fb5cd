import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepGood } from "./keep-good.ts";

/** Runs the search over 0 to n-1 and counts what it asked. */
async function search(count: number, broken: (set: readonly number[]) => string | undefined, known?: string) {
  const asked: string[] = [];
  const items = Array.from({ length: count }, (_, at) => at);
  const test = (set: readonly number[]) => {
    asked.push(set.join());
    return Promise.resolve(broken(set));
  };
  const { kept, broke } = await keepGood(items, test, known);
  return { kept, broke: Object.fromEntries(broke), asked };
}
const log = (count: number) => Math.ceil(Math.log2(count));

describe("keepGood", () => {
  it("tests once if all hold, and never without items", async () => {
    expect(await search(12, () => undefined)).toMatchObject({ broke: {}, asked: [expect.any(String)] });
    expect((await search(0, () => "never asked")).asked).toEqual([]);
  });

  it("finds one culprit of many by halving, with its own reason", async () => {
    for (let culprit = 0; culprit < 12; culprit++) {
      const { kept, broke, asked } = await search(12, (set) => (set.includes(culprit) ? `of ${culprit}` : undefined));
      expect(broke).toEqual({ [culprit]: `of ${culprit}` });
      expect(kept).toHaveLength(11);
      expect(asked.length).toBeLessThanOrEqual(2 + log(12));
    }
  });

  it("keeps the first of two that break only together", async () => {
    const { kept, broke } = await search(6, (set) => (set.includes(1) && set.includes(4) ? "both" : undefined));
    expect(kept).toEqual([0, 1, 2, 3, 5]);
    expect(broke).toEqual({ 4: "both" });
  });

  it("does not repeat a known result", async () => {
    const { asked, broke } = await search(1, () => undefined, "known");
    expect(asked).toEqual([]);
    expect(broke).toEqual({ 0: "known" });
  });

  it("needs few more tests than one by one, and tests its result as a whole", async () => {
    const pairs = fc.array(fc.tuple(fc.nat(15), fc.nat(15)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 16 }), pairs, async (count, bad) => {
        const broken = (set: readonly number[]) =>
          bad.some(([one, other]) => set.includes(one) && set.includes(other)) ? "broken" : undefined;
        const { kept, broke, asked } = await search(count, broken);
        expect(asked.length).toBeLessThanOrEqual(count + log(count) + 1);
        expect(broken(kept)).toBeUndefined();
        expect(kept.length + Object.keys(broke).length).toBe(count);
        if (kept.length > 0) expect(asked).toContain(kept.join());
        // Each culprit breaks what was kept before it: nothing is dropped for another's fault.
        for (const culprit of Object.keys(broke).map(Number))
          expect(broken([...kept.filter((one) => one < culprit), culprit])).toBe("broken");
      }),
      { numRuns: 300 },
    );
  });
});
