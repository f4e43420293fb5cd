// `npm run fuzz -- --seed N` repeats one. The long run takes ten times as much. Hours instead of seconds: `npm run fuzz -- --minutes 300`.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkRepositories } from "./check-repositories.ts";
import { long } from "../long.ts";
import { isCI, seed } from "../seed.ts";
import { fuzzTarget } from "./fuzz-target.ts";

const folder = new URL("targets/", import.meta.url);

describe(`mutated input, seed ${seed}`, () => {
  it.each(readdirSync(folder).map((name) => name.slice(0, -3)))("%s is read or refused in time", async (name) => {
    const { cases, found } = await fuzzTarget(new URL(`${name}.ts`, folder), {
      seed,
      forMs: long ? 20_000 : 250,
      caseMs: 20_000,
    });
    const told = found.map(({ at, why, input }) => ({
      seed,
      at,
      why,
      input: input.subarray(0, 4_000).toString("base64"),
    }));
    expect(told).toEqual([]);
    expect(cases).toBeGreaterThan(0);
  });
});

const drawn = isCI ? 2026 : seed;

it(`hostile repositories of seed ${drawn} end in time, and none is called clean`, async () => {
  // Each trick alone is `npm run fuzz`; here they come two and three together.
  const results = await checkRepositories({ seed: drawn, from: 600, count: long ? 400 : 5 });
  const wrong = results.flatMap(({ name, problems }, at) =>
    problems.length === 0 ? [] : [{ seed: drawn, from: 600 + at, name, problems }],
  );
  expect(wrong).toEqual([]);
});

describe("the harness itself", () => {
  const planted = new URL("planted-target.ts", import.meta.url);
  it("ends a case that never comes back, tells a crash, and goes on", async () => {
    const { cases, found } = await fuzzTarget(planted, { seed: 1, forMs: 3_000, caseMs: 300, most: 50 });
    expect(new Set(found.map(({ why }) => (/no end/.test(why) ? "hang" : "crash")))).toEqual(
      new Set(["hang", "crash"]),
    );
    expect(cases).toBeGreaterThan(found.length);
  });
  it("makes the same case of the same seed", async () => {
    const [one, other] = await Promise.all(
      [1, 2].map(() => fuzzTarget(planted, { seed: 5, forMs: 1_500, caseMs: 300, most: 2 })),
    );
    expect(one!.found[0]?.input).toEqual(other!.found[0]?.input);
  });
});
