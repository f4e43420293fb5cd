import { describe, expect, it } from "vitest";
import { Failure } from "../domain/failure.ts";
import type { RuleId } from "../domain/practice.ts";
import { chooseFixes } from "./candidate.ts";
import type { FixedText } from "./fix.ts";

const proven: RuleId[] = ["base-image/a", "layers/b", "cleanup/c"];

/** A text that names the proven rules it holds; `built` is that list, so a test can say which sets break. */
function steps(broken: (rules: readonly string[]) => string | undefined, builds: string[] = []) {
  const fix = (without: ReadonlySet<RuleId>): FixedText => {
    const kept = proven.filter((rule) => !without.has(rule));
    const safe = { rule: "build/s" as const, title: "s", applicability: "safe" as const, line: 1, delta: [] };
    const applied = kept.map((rule) => ({ rule, title: rule, applicability: "proven" as const, line: 2, delta: [] }));
    return { text: kept.join("\n"), applied: [safe, ...applied], dropped: [] };
  };
  return {
    fix,
    build: ({ text }: FixedText) => {
      builds.push(text);
      return Promise.resolve(text === "" ? [] : text.split("\n"));
    },
    problem: (built: string[]) => Promise.resolve(broken(built)),
    progress: () => {},
  };
}

describe("chooseFixes", () => {
  it("builds once when all fixes hold together", async () => {
    const builds: string[] = [];
    const { chosen, outcomes } = await chooseFixes(steps(() => undefined, builds));
    expect(chosen.built).toEqual(proven);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["applied", "applied", "applied", "applied"]);
    expect(builds).toHaveLength(1);
  });

  it("drops the culprit with what it broke, and keeps the rest", async () => {
    const { chosen, outcomes } = await chooseFixes(
      steps((rules) => (rules.includes("layers/b") ? "GET /: status 500" : undefined)),
    );
    expect(chosen.built).toEqual(["base-image/a", "cleanup/c"]);
    expect(outcomes.find(({ rule }) => rule === "layers/b")).toMatchObject({
      outcome: "dropped",
      reason: "GET /: status 500",
    });
    expect(outcomes.filter(({ outcome }) => outcome === "applied")).toHaveLength(3);
  });

  it("a safe fix that only a dropped one made room for is not called applied", async () => {
    const base = steps((rules) => (rules.includes("layers/b") ? "broken" : undefined));
    const fix = (without: ReadonlySet<RuleId>): FixedText => {
      const fixed = base.fix(without);
      const lists = { rule: "cleanup/lists" as const, title: "l", applicability: "safe" as const, line: 3, delta: [] };
      return without.has("layers/b") ? fixed : { ...fixed, applied: [...fixed.applied, lists] };
    };
    const { outcomes } = await chooseFixes({ ...base, fix });
    expect(outcomes.find(({ rule }) => rule === "cleanup/lists")).toMatchObject({
      outcome: "dropped",
      reason: "it needs another fix that was dropped",
    });
  });

  it("of two that only break together keeps the first", async () => {
    const both = (rules: readonly string[]) =>
      rules.includes("base-image/a") && rules.includes("cleanup/c") ? "broken" : undefined;
    const { chosen } = await chooseFixes(steps(both));
    expect(chosen.built).toEqual(["base-image/a", "layers/b"]);
  });

  it("a fix whose build fails is dropped, an engine that died is not taken for that", async () => {
    const failing = (code: "build-failed" | "engine-died") => ({
      ...steps(() => undefined),
      build: ({ text }: FixedText) =>
        text.includes("layers/b") ? Promise.reject(new Failure(code, "no", { hint: "none" })) : Promise.resolve([text]),
    });
    const { outcomes } = await chooseFixes(failing("build-failed"));
    expect(outcomes.find(({ rule }) => rule === "layers/b")?.outcome).toBe("dropped");
    await expect(chooseFixes(failing("engine-died"))).rejects.toThrow("no");
  });

  it("refuses to go on when the safe fixes alone break it", async () => {
    await expect(chooseFixes(steps(() => "broken"))).rejects.toMatchObject({ code: "workload-fails" });
  });
});
