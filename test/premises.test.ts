// Every rule on containers says what shows that its claim is true, and what it says is run.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ruleIdOf } from "../scripts/generate/rule-index.ts";
import { rules } from "../src/rules/index.ts";

const folder = join(import.meta.dirname, "engine/premises");
const tests = globSync("*.test.ts", { cwd: folder }).map((name) => readFileSync(join(folder, name), "utf8"));

/** Ids of the rules that a test imports and hands to `shows`, `refuses` or `refusesText`. */
function shownIn(text: string, call: "shows" | "refuses"): string[] {
  return [...text.matchAll(/^import (\w+) from "\.\.\/\.\.\/\.\.\/src\/rules\/([\w/-]+)\.ts";$/gm)].flatMap(
    ([, name = "", path = ""]) => (new RegExp(`^${call}(?:Text)?\\(\\s*${name},`, "m").test(text) ? [idOf(path)] : []),
  );
}

/** `dockerfile-quality/running/x` is the rule `build/x`. */
function idOf(path: string): string {
  return ruleIdOf(`${path}.ts`);
}

/** Facts of how containers are run: what a text or an engine says of them, of the objects around them, of the engine itself. */
const ofRuns = new Set<string>([
  "composeRefusals",
  "containers",
  "drifts",
  "engine",
  "manifestProblems",
  "objects",
  "pods",
  "proven",
  "quadletRefusals",
  "runLines",
  "running",
]);
const onContainers = rules.filter(({ needs }) => needs.some((need) => ofRuns.has(need)));

describe("premises", () => {
  it.each(onContainers.map((rule) => [rule.id, rule] as const))("%s has one", (_, { premise }) => {
    expect(premise).toBeDefined();
  });

  it("no rule has one that speaks of no container", () => {
    const others = rules.filter(
      ({ premise, needs }) => premise !== undefined && !needs.some((need) => ofRuns.has(need)),
    );
    expect(others.map(({ id }) => id)).toEqual([]);
  });

  it("most are shown: fewer than a fifth rest on a source alone", () => {
    expect(onContainers.length).toBeGreaterThan(80);
    const alone = onContainers.filter(({ premise }) => premise?.kind === "source");
    expect(alone.length).toBeLessThan(onContainers.length / 5);
  });

  it.each(["engine", "refusal"] as const)("each of kind %s is run, and no other is", (kind) => {
    const said = rules.filter(({ premise }) => premise?.kind === kind).map(({ id }) => id);
    const run = tests.flatMap((text) => shownIn(text, kind === "engine" ? "shows" : "refuses"));
    expect(run.toSorted()).toEqual(said.toSorted());
  });

  it("none is left out when the tests run, but where the file says what the engine lacks", () => {
    expect(tests.length).toBeGreaterThan(0);
    for (const text of tests) expect(text).not.toMatch(/\.(?:skip|todo|only|fails)\b/);
  });
});
