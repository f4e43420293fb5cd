// The soak of safe fixes: its grammars, without an engine. What it finds is test/engine/soak-safe.test.ts.
import { describe, expect, it } from "vitest";
import { createDice } from "../scripts/soak/safe/dice.ts";
import { loadGrammar, safeRules } from "../scripts/soak/safe/grammars.ts";
import { isDeclared } from "../scripts/soak/safe/judge/is-declared.ts";
import type { Grammar, SoakCase } from "../scripts/soak/safe/soak-case.ts";
import { table } from "../scripts/soak/safe/table.ts";

const cases = (grammar: Grammar, seed: string): SoakCase[] =>
  Array.from({ length: 40 }, (_, at) => grammar.write(createDice(`${seed} ${at}`)));

describe.each(safeRules)("the grammar of %s", (rule) => {
  it("is there, and is of this rule", async () => {
    expect((await loadGrammar(rule)).rule).toBe(rule);
  });

  it("writes the same for the same seed, and other Dockerfiles for another", async () => {
    const grammar = await loadGrammar(rule);
    const first = cases(grammar, "a");
    expect(cases(grammar, "a")).toEqual(first);
    expect(cases(grammar, "b")).not.toEqual(first);
    expect(new Set(first.map((one) => JSON.stringify(one))).size).toBeGreaterThan(20);
  });

  it("builds and runs only what it writes", async () => {
    for (const { files, builds, starts = [], calls = [] } of cases(await loadGrammar(rule), "c")) {
      expect(builds.length + calls.length).toBeGreaterThan(0);
      const names = builds.map(({ name }) => name);
      for (const { dockerfile, contexts = {} } of builds) {
        expect(Object.keys(files)).toContain(dockerfile);
        for (const context of Object.values(contexts)) if (!context.startsWith(".")) expect(names).toContain(context);
      }
      for (const { build } of starts) expect(names).toContain(build);
      for (const { file } of calls.flatMap(({ renders = [] }) => renders)) expect(Object.keys(files)).toContain(file);
    }
  });
});

describe("isDeclared", () => {
  it.each([
    ["/var/lib/apt/lists/lock", "removed", ["/var/lib/apt/lists"], true],
    ["/var/lib/apt/lists2", "removed", ["/var/lib/apt/lists"], false],
    ["/var/lib", "mode 755 700", ["/var/lib/apt/lists"], false],
    ["/usr/x", "removed", ["removed: /usr"], true],
    ["/usr/x", "content", ["removed: /usr"], false],
    ["config: Labels.a", "x", ["config: Labels.a"], true],
    ["config: Labels.a.b", "x", ["config: Labels.a"], true],
    ["config: Labels.ab", "x", ["config: Labels.a"], false],
    ["config: Cmd", "x", ["/"], false],
  ] as const)("%s %s beside %j: %s", (path, change, delta, is) => {
    expect(isDeclared([path, change], delta)).toBe(is);
  });
});

describe("table", () => {
  it("names stand-ins, and rules of which too few were offered", () => {
    const row = { generated: 10, offered: 3, built: 2, differing: 1, broken: [] };
    const text = table([
      { ...row, rule: "a/b", standIns: ["apk"], enough: false },
      { ...row, rule: "c/d", standIns: [], enough: true },
    ]);
    expect(text).toMatch(/^a\/b +10 +3 +2 +1 +apk +too few were offered$/m);
    expect(text).toMatch(/^c\/d +10 +3 +2 +1$/m);
    expect(text).toMatch(/^2 rules +20 +6 +4 +2$/m);
  });
});
