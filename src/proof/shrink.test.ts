import fc from "fast-check";
import { expect, test } from "vitest";
import { search, shrink, type Oracle } from "./shrink.ts";

const items = ["a", "b", "c", "d", "e", "f"] as const;

/** Counts questions and remembers them. */
function recorded<T>(passes: (set: readonly T[]) => boolean): { oracle: Oracle<T>; asked: T[][] } {
  const asked: T[][] = [];
  return {
    asked,
    oracle: async (set) => {
      asked.push([...set]);
      return passes(set);
    },
  };
}

test("keeps exactly what is needed", async () => {
  const { oracle, asked } = recorded<string>((set) => set.includes("b") && set.includes("e"));
  expect(await shrink(items, oracle)).toEqual(["b", "e"]);
  expect(asked.length).toBeLessThanOrEqual(8);
});

test("a set that cannot shrink is asked for once less each element", async () => {
  const { oracle, asked } = recorded<string>((set) => set.length === 3);
  expect(await shrink(["a", "b", "c"], oracle)).toEqual(["a", "b", "c"]);
  expect(asked).toEqual([
    ["b", "c"],
    ["a", "c"],
    ["a", "b"],
  ]);
});

test("need that is not monotone: what failed in a larger set is tried again in the smaller", async () => {
  // PostgreSQL's entrypoint: FOWNER, SETGID, SETUID fails where SETGID, SETUID passes.
  const passing = new Set(["DAC,FOWNER,GID,UID", "DAC,GID,UID", "GID,UID"]);
  const { oracle } = recorded<string>((set) => passing.has(set.join()));
  expect(await shrink(["DAC", "FOWNER", "GID", "UID"], oracle)).toEqual(["GID", "UID"]);
});

/** Any oracle at all, as a table over the subsets of `items`. */
const table = fc.array(fc.boolean(), { minLength: 64, maxLength: 64 });
const indexOf = (set: readonly string[]) => set.reduce((sum, item) => sum + 2 ** items.indexOf(item as "a"), 0);

test("whatever the oracle: the result was asked and passed, and fails without any single element", async () => {
  await fc.assert(
    fc.asyncProperty(table, async (answers) => {
      answers[63] = true;
      const passes = (set: readonly string[]) => answers[indexOf(set)] === true;
      const { oracle, asked } = recorded(passes);
      const result = await shrink<string>(items, oracle);
      expect(passes(result)).toBe(true);
      for (const item of result) {
        const without = result.filter((other) => other !== item);
        expect(passes(without)).toBe(false);
        expect(asked).toContainEqual(without);
      }
    }),
  );
});

test("search asks for the empty set first", async () => {
  const { oracle, asked } = recorded<string>(() => true);
  expect(await search(items, oracle)).toEqual([]);
  expect(asked).toEqual([[]]);
});

test("search finds a monotone need in few questions", async () => {
  const fourteen = Array.from({ length: 14 }, (_, at) => at);
  const { oracle, asked } = recorded<number>((set) => set.includes(3) && set.includes(11));
  expect((await search(fourteen, oracle))?.toSorted()).toEqual([11, 3]);
  expect(asked.length).toBeLessThanOrEqual(14);
});

test("whatever the oracle: search ends, with a set that was asked and passed, or nothing", async () => {
  await fc.assert(
    fc.asyncProperty(table, async (answers) => {
      const passes = (set: readonly string[]) => answers[indexOf(set)] === true;
      const { oracle, asked } = recorded(passes);
      const result = await search<string>(items, oracle);
      expect(asked.length).toBeLessThanOrEqual(40);
      if (result === undefined) return;
      expect(passes(result)).toBe(true);
      expect(asked).toContainEqual(result);
    }),
  );
});
