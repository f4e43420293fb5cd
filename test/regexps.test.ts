import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkAll, type Pattern, repeats } from "../scripts/regexps/check-all.ts";
import { findPatterns } from "../scripts/regexps/find.ts";
import { exceptions, madeWhenCalled } from "./regexps-exceptions.ts";

// Every regular expression of the sources is checked by recheck on each run: nothing is remembered, so nothing can be out of date.
const root = fileURLToPath(new URL("..", import.meta.url));
const { written, made } = findPatterns(root);
/** UTF-16 units up to which `bounded` may be handed a pattern of more than linear time. */
const longestBound = 1_024;

function madePatterns(): Pattern[] {
  const files = [...new Set(made.map(({ file }) => root + file))];
  const output = execFileSync(process.execPath, [`${root}scripts/regexps/made.mjs`, ...files], { encoding: "utf8" });
  return output
    .trim()
    .split("\n")
    .map((line) => {
      const one = JSON.parse(line) as Pattern;
      return { ...one, at: one.at.slice(root.length) };
    });
}

const isException = ({ source, at }: Pattern): boolean =>
  exceptions.some(({ file, what }) => at.startsWith(file) && source.startsWith(what));

describe("regular expressions", () => {
  it("take linear time, or stand among the exceptions with a reason", { timeout: 1_200_000 }, async () => {
    const patterns = new Map<string, Pattern>();
    for (const one of [...written, ...madePatterns()]) {
      const isBounded = "bound" in one && typeof one.bound === "number" && one.bound <= longestBound;
      if (repeats(one) && !isBounded && !isException(one)) patterns.set(`${one.source}/${one.flags}`, one);
    }
    const checked = await checkAll([...patterns.values()]);
    expect(checked.length).toBe(patterns.size);
    const bad = checked.filter(({ status }) => status !== "safe");
    expect(bad.map(({ at, source, flags, why, attack }) => `${at}: /${source}/${flags} is ${why}: ${attack}`)).toEqual(
      [],
    );
  });

  it("have exceptions that are still there, each with a reason", () => {
    const all = [...written, ...madePatterns()];
    for (const { file, what, why } of exceptions) {
      expect(why.length).toBeGreaterThan(20);
      expect(all.some(({ source, at }) => at.startsWith(file) && source.startsWith(what))).toBe(true);
    }
  });

  it("made within functions are listed, each with what bounds the work", () => {
    const files = [...new Set(made.filter(({ inFunction }) => inFunction).map(({ file }) => file))];
    expect(files.sort()).toEqual(madeWhenCalled.map(({ file }) => file).sort());
    for (const { why } of madeWhenCalled) expect(why.length).toBeGreaterThan(20);
  });

  it("are known to the checker: it finds what is exponential, quadratic, or made by new RegExp", async () => {
    const planted = ["^(a+)+$", "\\s+$", "^(?:\\s*#.*\\n|\\s*\\n)*x", "(\\w+)\\.json$"];
    const answers = await checkAll(planted.map((source) => ({ source, flags: "", at: "planted" })));
    expect(answers.map(({ status }) => status)).toEqual(planted.map(() => "vulnerable"));
    expect(written.length).toBeGreaterThan(1_000);
    expect(madePatterns().length).toBeGreaterThan(made.length / 2);
  }, 300_000);
});
