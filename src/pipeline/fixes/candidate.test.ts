import { describe, expect, it } from "vitest";
import { Failure } from "../../domain/failure.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import { chooseFixes, type CandidateSteps } from "./candidate.ts";
import type { AppliedFix } from "../fix-plan/fix.ts";

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

/** The text names its fixes; `built` is that list, so that a test can choose the failing sets. */
function steps(
  broken: (keys: readonly string[]) => string | undefined,
  more: { fixes?: readonly AppliedFix[]; builds?: string[] } & Partial<CandidateSteps<string[]>> = {},
): CandidateSteps<string[]> {
  const { fixes = four, builds = [], ...rest } = more;
  return {
    fix: (accept) => {
      const applied = fixes.filter(accept);
      return { text: applied.map(({ key }) => key).join("\n"), applied, dropped: [], remaining: [] };
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

  it("drops the culprit, and keeps the other fixes", async () => {
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

  it("keeps a rule's other locations when one fails", async () => {
    const places = [1, 2, 3, 4, 5].map((at) => fix(`layers/b@${at}`));
    const { chosen, outcomes } = await chooseFixes(
      steps((keys) => (keys.includes("layers/b@4") ? "broken" : undefined), { fixes: [...four, ...places] }),
    );
    expect(chosen.built).toHaveLength(8);
    expect(outcomes.filter(({ outcome }) => outcome === "dropped").map(({ key }) => key)).toEqual(["layers/b@4"]);
  });

  it("drops a failing safe fix like others; of two that fail only together it stays", async () => {
    const safe = await chooseFixes(steps((keys) => (keys.includes("build/s@1") ? "broken" : undefined)));
    expect(safe.chosen.built).toEqual(["base-image/a@2", "layers/b@3", "cleanup/c@4"]);
    const fixes = [fix("base-image/a@2"), fix("build/s@1", "safe")];
    const pair = await chooseFixes(steps((keys) => (keys.length === 2 ? "broken" : undefined), { fixes }));
    expect(pair.chosen.built).toEqual(["build/s@1"]);
  });

  it("adds a fix that declares everything last, after a comparison without it", async () => {
    const builds: string[] = [];
    const wide = fix("base-image/w@1", "proven", ["/"]);
    // The effect of `layers/b` is visible only while no fix declares the whole tree.
    const broken = (keys: readonly string[]) =>
      keys.includes("layers/b@3") && !keys.includes(wide.key) ? "undeclared" : undefined;
    const { chosen } = await chooseFixes(steps(broken, { fixes: [wide, ...four], builds }));
    expect(chosen.built).toEqual([wide.key, "build/s@1", "base-image/a@2", "cleanup/c@4"]);
    expect(builds[0]?.includes(wide.key)).toBe(false);
  });

  it("does not report a fix enabled only by a dropped one as applied, and tries one that it hid", async () => {
    const base = steps((keys) => (keys.includes("layers/b@3") ? "broken" : undefined));
    const { outcomes, chosen } = await chooseFixes({
      ...base,
      fix: (accept) => {
        const lists = fix("cleanup/lists@9", "safe");
        const hidden = fix("cleanup/hidden@8", "safe");
        const first = base.fix(accept).applied;
        const extra = first.some(({ key }) => key === "layers/b@3") ? lists : hidden;
        const applied = [...first, ...(accept(extra) ? [extra] : [])];
        return { text: applied.map(({ key }) => key).join("\n"), applied, dropped: [], remaining: [] };
      },
    });
    expect(outcomes.find(({ rule }) => rule === "cleanup/lists")).toMatchObject({
      outcome: "dropped",
      reason: "it needs another fix that was dropped",
    });
    expect(chosen.built).toContain("cleanup/hidden@8");
  });

  it("reports a late fix that failed", async () => {
    const base = steps((keys) => (keys.some((key) => /layers\/b|hidden/.test(key)) ? "broken" : undefined));
    const { outcomes } = await chooseFixes({
      ...base,
      fix: (accept) => {
        const hidden = fix("cleanup/hidden@8");
        const first = base.fix(accept).applied;
        const free = accept(hidden) && !first.some(({ key }) => key === "layers/b@3");
        const applied = free ? [...first, hidden] : first;
        return { text: applied.map(({ key }) => key).join("\n"), applied, dropped: [], remaining: [] };
      },
    });
    expect(outcomes.find(({ rule }) => rule === "cleanup/hidden")).toMatchObject({
      outcome: "dropped",
      reason: "broken",
    });
  });

  it("refuses fixes without a build, which affects no others", async () => {
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

  it("drops a fix whose build fails, but throws when the engine died", async () => {
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

  it("returns the original when no fix holds", async () => {
    const { chosen, outcomes } = await chooseFixes(steps(() => "broken"));
    expect(chosen.built).toEqual([]);
    expect(outcomes.every(({ outcome }) => outcome === "dropped")).toBe(true);
  });
});
