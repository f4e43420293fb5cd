import { describe, expect, it } from "vitest";
import { Failure } from "../../domain/failure.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import { chooseFixes, type CandidateSteps } from "./candidate.ts";
import type { AppliedFix } from "./fix.ts";

const fix = (key: string, applicability: Applicability = "proven", delta: readonly string[] = []): AppliedFix => ({
  rule: key.slice(0, key.indexOf("@")) as RuleId,
  title: key,
  applicability,
  key,
  line: 2,
  delta,
  lines: [[2, 2]],
  made: { text: "", edits: [] },
});
const four = [fix("build/s@1", "safe"), fix("base-image/a@2"), fix("layers/b@3"), fix("cleanup/c@4")];

/** The text names the fixes it holds; `built` is that list, so a test can say which sets break. */
function steps(
  broken: (keys: readonly string[]) => string | undefined,
  more: { fixes?: readonly AppliedFix[]; builds?: string[] } & Partial<CandidateSteps<string[]>> = {},
): CandidateSteps<string[]> {
  const { fixes = four, builds = [], ...rest } = more;
  return {
    fix: (accept) => {
      const applied = fixes.filter(accept);
      return { text: applied.map(({ key }) => key).join("\n"), applied, dropped: [], left: [] };
    },
    build: ({ text, applied }) => {
      builds.push(text);
      return Promise.resolve(applied.map(({ key }) => key));
    },
    problem: ({ built }) => Promise.resolve(broken(built)),
    progress: () => {},
    ...rest,
  };
}

describe("chooseFixes", () => {
  it("builds once when all fixes hold together", async () => {
    const builds: string[] = [];
    const { chosen, outcomes } = await chooseFixes(steps(() => undefined, { builds }));
    expect(chosen.built).toEqual(four.map(({ key }) => key));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["applied", "applied", "applied", "applied"]);
    expect(builds).toHaveLength(1);
  });

  it("drops the culprit with what it broke, and keeps the rest", async () => {
    const { chosen, outcomes } = await chooseFixes(
      steps((keys) => (keys.includes("layers/b@3") ? "GET /: status 500" : undefined)),
    );
    expect(chosen.built).toEqual(["build/s@1", "base-image/a@2", "cleanup/c@4"]);
    expect(outcomes.find(({ rule }) => rule === "layers/b")).toMatchObject({
      outcome: "dropped",
      reason: "GET /: status 500",
    });
    expect(outcomes.filter(({ outcome }) => outcome === "applied")).toHaveLength(3);
  });

  it("one bad place does not cost the others of its rule", async () => {
    const places = [1, 2, 3, 4, 5].map((at) => fix(`layers/b@${at}`));
    const { chosen, outcomes } = await chooseFixes(
      steps((keys) => (keys.includes("layers/b@4") ? "broken" : undefined), { fixes: [...four, ...places] }),
    );
    expect(chosen.built).toHaveLength(8);
    expect(outcomes.filter(({ outcome }) => outcome === "dropped").map(({ key }) => key)).toEqual(["layers/b@4"]);
  });

  it("a safe fix that breaks is dropped as any other; of two that break only together it stays", async () => {
    const safe = await chooseFixes(steps((keys) => (keys.includes("build/s@1") ? "broken" : undefined)));
    expect(safe.chosen.built).toEqual(["base-image/a@2", "layers/b@3", "cleanup/c@4"]);
    const fixes = [fix("base-image/a@2"), fix("build/s@1", "safe")];
    const pair = await chooseFixes(steps((keys) => (keys.length === 2 ? "broken" : undefined), { fixes }));
    expect(pair.chosen.built).toEqual(["build/s@1"]);
  });

  it("a fix that declares everything is added last, to what was compared without it", async () => {
    const builds: string[] = [];
    const wide = fix("base-image/w@1", "proven", ["/"]);
    // What `layers/b` does is seen only while nothing declares the whole tree.
    const broken = (keys: readonly string[]) =>
      keys.includes("layers/b@3") && !keys.includes(wide.key) ? "undeclared" : undefined;
    const { chosen } = await chooseFixes(steps(broken, { fixes: [wide, ...four], builds }));
    expect(chosen.built).toEqual([wide.key, "build/s@1", "base-image/a@2", "cleanup/c@4"]);
    expect(builds[0]?.includes(wide.key)).toBe(false);
  });

  it("a fix that only a dropped one made room for is not called applied, one that it hid gets its turn", async () => {
    const base = steps((keys) => (keys.includes("layers/b@3") ? "broken" : undefined));
    const { outcomes, chosen } = await chooseFixes({
      ...base,
      fix: (accept) => {
        const lists = fix("cleanup/lists@9", "safe");
        const hidden = fix("cleanup/hidden@8", "safe");
        const first = base.fix(accept).applied;
        const extra = first.some(({ key }) => key === "layers/b@3") ? lists : hidden;
        const applied = [...first, ...(accept(extra) ? [extra] : [])];
        return { text: applied.map(({ key }) => key).join("\n"), applied, dropped: [], left: [] };
      },
    });
    expect(outcomes.find(({ rule }) => rule === "cleanup/lists")).toMatchObject({
      outcome: "dropped",
      reason: "it needs another fix that was dropped",
    });
    expect(chosen.built).toContain("cleanup/hidden@8");
  });

  it("what got its turn late and broke is told, too", async () => {
    const base = steps((keys) => (keys.some((key) => /layers\/b|hidden/.test(key)) ? "broken" : undefined));
    const { outcomes } = await chooseFixes({
      ...base,
      fix: (accept) => {
        const hidden = fix("cleanup/hidden@8");
        const first = base.fix(accept).applied;
        const free = accept(hidden) && !first.some(({ key }) => key === "layers/b@3");
        const applied = free ? [...first, hidden] : first;
        return { text: applied.map(({ key }) => key).join("\n"), applied, dropped: [], left: [] };
      },
    });
    expect(outcomes.find(({ rule }) => rule === "cleanup/hidden")).toMatchObject({
      outcome: "dropped",
      reason: "broken",
    });
  });

  it("what is refused without a build costs none and takes nothing with it", async () => {
    const builds: string[] = [];
    const { outcomes } = await chooseFixes(
      steps(() => undefined, {
        builds,
        refuse: ({ applied }) =>
          Promise.resolve(
            new Map(applied.flatMap(({ key }) => (key === "layers/b@3" ? [[key, "other failures"] as const] : []))),
          ),
      }),
    );
    expect(builds).toHaveLength(1);
    expect(outcomes.find(({ outcome }) => outcome === "dropped")).toMatchObject({
      key: "layers/b@3",
      reason: "other failures",
    });
  });

  it("a fix whose build fails is dropped, an engine that died is not taken for that", async () => {
    const failing = (code: "build-failed" | "engine-died") =>
      steps(() => undefined, {
        build: ({ text }) =>
          text.includes("layers/b")
            ? Promise.reject(new Failure(code, "no", { hint: "none" }))
            : Promise.resolve([text]),
      });
    const { outcomes } = await chooseFixes(failing("build-failed"));
    expect(outcomes.find(({ rule }) => rule === "layers/b")).toMatchObject({
      outcome: "dropped",
      reason: "does not build: no",
    });
    await expect(chooseFixes(failing("engine-died"))).rejects.toThrow("no");
  });

  it("gives back the original when nothing holds", async () => {
    const { chosen, outcomes } = await chooseFixes(steps(() => "broken"));
    expect(chosen.built).toEqual([]);
    expect(outcomes.every(({ outcome }) => outcome === "dropped")).toBe(true);
  });
});
