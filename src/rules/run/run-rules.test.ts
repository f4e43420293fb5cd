import { expect, it } from "vitest";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { rules } from "../index.ts";
import { withoutImage } from "../needs.ts";
import { defineRule, type Rule } from "../rule.ts";
import { runRules } from "./run-rules.ts";

const rule = (check: Rule<"today">["check"]) =>
  defineRule({
    id: "build/x",
    title: "x",
    why: "x",
    severity: "info",
    needs: ["today"],
    fix: "none",
    also: [],
    examples: [{ kind: "document", bad: "", good: "" }],
    check,
  }) as unknown as Rule;
const finding = {
  message: "m",
  at: { setting: "s" },
  evidence: [{ kind: "setting", pointer: "s", value: "v" }],
} as const;
const verdictOf = (one: Rule, input: Parameters<typeof runRules>[1]) => runRules([one], input).results;
const input = { target: "t", facts: { today: "2026-11-24" } };

/** A check that yields `observations`, then returns or throws. */
const check = (observations: readonly (typeof finding)[], end: () => string | void = () => {}) =>
  rule(function* () {
    yield* observations;
    return end();
  });

it("stops a rule at 1,000 findings, and says that the rest was not judged", () => {
  let asked = 0;
  const endless = rule(function* () {
    for (;;) {
      asked++;
      yield finding;
    }
  });
  const { results, findings } = runRules([endless], input);
  expect(findings).toHaveLength(1_000);
  expect(asked).toBeLessThan(1_010);
  expect(results).toEqual([
    {
      rule: "build/x",
      target: "t",
      verdict: "skipped",
      reason: "it stopped at 1,000 findings: what comes after them was not judged",
    },
    { rule: "build/x", target: "t", verdict: "found" },
  ]);
  expect(verdictOf(check(Array.from({ length: 1_000 }, () => finding)), input)).toHaveLength(1);
});

it("tells found, clean, skipped and failed apart", () => {
  const broken = check([], () => {
    throw new Error("bug");
  });
  expect(verdictOf(check([finding]), input)).toMatchObject([{ verdict: "found" }]);
  expect(verdictOf(check([]), input)).toMatchObject([{ verdict: "clean" }]);
  expect(
    verdictOf(
      check([], () => "no dates"),
      input,
    ),
  ).toMatchObject([{ verdict: "skipped", reason: "no dates" }]);
  // What was found counts, also beside something that could not be judged.
  expect(
    verdictOf(
      check([finding], () => "the rest is unknown"),
      input,
    ),
  ).toMatchObject([{ verdict: "found" }]);
  expect(verdictOf(broken, input)).toMatchObject([{ verdict: "failed", reason: "Error: bug" }]);
  const lacking = { target: "t", facts: {}, missing: { today: "no clock" } };
  expect(verdictOf(check([]), lacking)).toMatchObject([{ verdict: "skipped", reason: "today: no clock" }]);
  expect(verdictOf(check([]), { target: "t", facts: {} })).toEqual([]);
});

it("calls no base image young without a known age", () => {
  const verdicts = (text: string) => {
    const facts = { dockerfile: dockerfileFact(parseDockerfile("Dockerfile", text)), today: "2026-11-24" };
    const aged = rules.filter(({ id }) => id === "base-image/end-of-life" || id === "base-image/old-cycle");
    return runRules(aged, { target: "t", facts }).results.map(({ verdict }) => verdict);
  };
  expect(verdicts("FROM registry.example/team/app:7\n")).toEqual(["skipped", "skipped"]);
  expect(verdicts("FROM python:3.13-slim\n")).toEqual(["clean", "clean"]);
  expect(verdicts("FROM scratch\nCOPY app /\n")).toEqual(["clean", "clean"]);
});

it("skips rules about a missing image, and names the image once", () => {
  const missing = { ...withoutImage("not built here"), updates: "not built here" };
  const run = runRules(rules, { target: "Dockerfile", facts: { today: "2026-11-24", policy: {} }, missing });
  const reasons = new Map(run.results.map(({ rule, reason }) => [rule as string, reason]));
  expect(reasons.get("layers/many-layers")).toBe("image: not built here");
  expect(reasons.get("non-root/unknown-user")).toBe("image: not built here");
  expect(reasons.get("updates/no-security-source")).toBe("image and updates: not built here");
  expect(reasons.get("updates/pending")).toBe("updates: not built here");
});
