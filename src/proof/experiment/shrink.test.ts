import fc from "fast-check";
import { expect, test } from "vitest";
import { oneByOne, search, shrink, type Oracle, type Oracles } from "./shrink.ts";

const items = ["a", "b", "c", "d", "e", "f"] as const;

/** Counts questions and remembers them. */
function recorded<T>(passes: (set: readonly T[]) => boolean): {
  oracle: Oracle<T>;
  oracles: Oracles<T>;
  asked: T[][];
} {
  const asked: T[][] = [];
  const oracle: Oracle<T> = async (set) => {
    asked.push([...set]);
    return passes(set);
  };
  return { asked, oracle, oracles: oneByOne(oracle) };
}

test("keeps exactly what is needed", async () => {
  const { oracles, asked } = recorded<string>((set) => set.includes("b") && set.includes("e"));
  expect(await shrink(items, oracles)).toEqual(["b", "e"]);
  expect(asked.length).toBeLessThanOrEqual(8);
});

test("tries a set that cannot shrink once without each element", async () => {
  const { oracles, asked } = recorded<string>((set) => set.length === 3);
  expect(await shrink(["a", "b", "c"], oracles)).toEqual(["a", "b", "c"]);
  expect(asked).toEqual([
    ["b", "c"],
    ["a", "c"],
    ["a", "b"],
  ]);
});

test("removes elements one by one, and one after the other if that fails", async () => {
  const likelyNeeded = () => true;
  const { oracles, asked } = recorded<string>((set) => set.includes("b"));
  expect(await shrink(items, oracles, { likelyNeeded })).toEqual(["b"]);
  expect(asked.length).toBeLessThanOrEqual(8);
  // Either of two does.
  const either = recorded<string>((set) => set.includes("b") && (set.includes("c") || set.includes("d")));
  expect(await shrink(items, either.oracles, { likelyNeeded })).toHaveLength(2);
});

test("retries an element that failed in a larger set", async () => {
  // PostgreSQL's entrypoint: FOWNER, SETGID, SETUID fails where SETGID, SETUID passes.
  const passing = new Set(["DAC,FOWNER,GID,UID", "DAC,GID,UID", "GID,UID"]);
  const { oracles } = recorded<string>((set) => passing.has(set.join()));
  expect(await shrink(["DAC", "FOWNER", "GID", "UID"], oracles)).toEqual(["GID", "UID"]);
});

test("tries likely removals two at a time, and the pair if each can go", async () => {
  const two = { likelyNeeded: (item: string) => item > "c", othersAtOnce: 2 };
  const batches: number[] = [];
  const counted =
    (passes: (set: readonly string[]) => boolean): Oracles<string> =>
    async (sets) => {
      batches.push(sets.length);
      return sets.map((set) => passes(set));
    };
  expect(
    await shrink<string>(
      items,
      counted((set) => set.includes("d") && set.includes("b")),
      two,
    ),
  ).toEqual(["b", "d"]);
  // Without a, without b; c with b, which is asked again in the smaller set; then the others at once, and without both that can go.
  expect(batches[0]).toBe(2);
  batches.length = 0;
  expect(
    await shrink<string>(
      ["a", "b", "d"],
      counted((set) => set.includes("d")),
      two,
    ),
  ).toEqual(["d"]);
  expect(batches).toEqual([2, 1, 1]);
});

/** Any oracle at all, as a table over the subsets of `items`. */
const table = fc.array(fc.boolean(), { minLength: 64, maxLength: 64 });
const indexOf = (set: readonly string[]) => set.reduce((sum, item) => sum + 2 ** items.indexOf(item as "a"), 0);

test("returns a tested set that fails without any single element, for any oracle", async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(...items),
      fc.integer({ min: 1, max: 3 }),
      async (answers, likely, othersAtOnce) => {
        answers[63] = true;
        const passes = (set: readonly string[]) => answers[indexOf(set)] === true;
        const { oracles, asked } = recorded(passes);
        const likelyNeeded = (item: string) => item > likely;
        const result = await shrink<string>(items, oracles, { likelyNeeded, othersAtOnce });
        expect(passes(result)).toBe(true);
        for (const item of result) {
          const without = result.filter((other) => other !== item);
          expect(passes(without)).toBe(false);
          expect(asked).toContainEqual(without);
        }
      },
    ),
  );
});

test("finds one or two needed of fourteen elements in fewer than fourteen trials", async () => {
  const fourteen = Array.from({ length: 14 }, (_, at) => at);
  for (const one of fourteen) {
    for (const two of fourteen) {
      const asked = new Set<string>();
      const passes: Oracle<number> = async (set) => {
        asked.add(set.toSorted((a, b) => a - b).join());
        return set.includes(one) && set.includes(two);
      };
      const found = (await search(fourteen, passes, [2])) ?? [];
      const least = await shrink(found, oneByOne(passes));
      expect(least.toSorted((a, b) => a - b)).toEqual([...new Set([one, two])].toSorted((a, b) => a - b));
      expect(asked.size).toBeLessThan(14);
    }
  }
});

test("searches from the empty set", async () => {
  const { oracle, asked } = recorded<string>(() => true);
  expect(await search(items, oracle)).toEqual([]);
  expect(asked).toEqual([[]]);
});

test("finds a monotone need in few questions", async () => {
  const fourteen = Array.from({ length: 14 }, (_, at) => at);
  const { oracle, asked } = recorded<number>((set) => set.includes(3) && set.includes(11));
  expect((await search(fourteen, oracle))?.toSorted()).toEqual([11, 3]);
  expect(asked.length).toBeLessThanOrEqual(14);
});

test("ends with a tested set or nothing, for any oracle", async () => {
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
