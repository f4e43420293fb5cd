import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkAll, type Pattern } from "../scripts/regexps/check-all.ts";
import { collectPatterns } from "../scripts/regexps/collect.ts";
import { hashOf, knownSafe } from "../scripts/regexps/verdicts.ts";
import { randomOf } from "./fuzz/random.ts";
import { exceptions, madeWhenCalled } from "./regexps-exceptions.ts";
import { seed } from "./seed.ts";

// Every regular expression of the sources has been called safe by the installed version of recheck: by `npm run regexps`, which writes down the
// safe ones by their hash, or here. A sample of those that are written down is asked about again, so that a wrong line does not last.
const root = fileURLToPath(new URL("..", import.meta.url));
const { all, judged, found } = collectPatterns(root);
const again = 24;

async function notSafe(patterns: readonly Pattern[]): Promise<string[]> {
  const checked = await checkAll(patterns);
  expect(checked.length).toBe(patterns.length);
  return checked
    .filter(({ status }) => status !== "safe")
    .map(({ at, source, flags, why, attack }) => `${at}: /${source}/${flags} is ${why}: ${attack}`);
}

describe("regular expressions", () => {
  const safe = knownSafe(root);

  it("take linear time, or stand among the exceptions with a reason", { timeout: 1_200_000 }, async () => {
    expect(await notSafe(judged.filter((one) => !safe.has(hashOf(one))))).toEqual([]);
  });

  it(`are what is written down of them (a sample, seed ${seed})`, { timeout: 600_000 }, async () => {
    const random = randomOf(seed);
    const known = judged.filter((one) => safe.has(hashOf(one)));
    const sample = new Set(Array.from({ length: Math.min(again, known.length) }, () => random.pick(known)));
    expect(await notSafe([...sample])).toEqual([]);
  });

  it("have exceptions that are still there, each with a reason", () => {
    for (const { file, what, why } of exceptions) {
      expect(why.length).toBeGreaterThan(20);
      expect(all.some(({ source, at }) => at.startsWith(file) && source.startsWith(what))).toBe(true);
    }
  });

  it("made within functions are listed, each with what bounds the work", () => {
    const files = [...new Set(found.made.filter(({ inFunction }) => inFunction).map(({ file }) => file))];
    expect(files.sort()).toEqual(madeWhenCalled.map(({ file }) => file).sort());
    for (const { why } of madeWhenCalled) expect(why.length).toBeGreaterThan(20);
  });

  it("are known to the checker: it finds what is exponential, quadratic, or made by new RegExp", async () => {
    const planted = ["^(a+)+$", "\\s+$", "^(?:\\s*#.*\\n|\\s*\\n)*x", "(\\w+)\\.json$"];
    const patterns = planted.map((source) => ({ source, flags: "", at: "planted" }));
    expect(patterns.filter((one) => safe.has(hashOf(one)))).toEqual([]);
    expect((await checkAll(patterns)).map(({ status }) => status)).toEqual(planted.map(() => "vulnerable"));
    expect(found.written.length).toBeGreaterThan(1_000);
    expect(all.length - found.written.length).toBeGreaterThan(found.made.length / 2);
  }, 300_000);

  it("are unknown where the checker comes to no answer in time, and the next one is asked about all the same", async () => {
    const patterns = ["(a*)*\\1b", "^a$"].map((source) => ({ source, flags: "", at: "planted" }));
    const checked = await checkAll(patterns, { processes: 1, limit: 10_000 });
    expect(checked.map(({ status }) => status)).toEqual(["unknown", "safe"]);
  }, 60_000);

  it("switch nothing within: in a long-lived process of Node 24 such a group came to match lower case only", () => {
    expect(
      all.filter(({ source }) => /\(\?[a-z]*(?:-[a-z]+)?:/.test(source.replaceAll("(?:", ""))).map(({ at }) => at),
    ).toEqual([]);
  });

  it("are other ones with other flags, and known only to the version that judged them", () => {
    const one = { source: "\\s+$", flags: "" };
    expect(new Set([hashOf(one), hashOf({ ...one, flags: "m" }), hashOf({ ...one, source: "\\s+" })]).size).toBe(3);
    expect(safe.size, "judged by another version of recheck: `npm run regexps`").toBeGreaterThan(0);
  });
});
