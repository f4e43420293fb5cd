// What the judge says of each difference, word for word: it is the witness of a privilege.
import { expect, test } from "vitest";
import type { LifecycleOutcome, StepOutcome, Trial } from "../../domain/workload/trial.ts";
import { compareBehaviour, learnNoise } from "./judge.ts";

function trial(steps: readonly Partial<StepOutcome>[], life: Partial<LifecycleOutcome> = {}, lives = 1): Trial {
  const one = {
    readyMs: 10,
    steps: steps.map((step) => ({ name: "GET /", ok: true, status: 200, ms: 5, ...step })),
    exitCode: 0,
    oomKilled: false,
    ...life,
  };
  return {
    id: "t1",
    title: "",
    restrictions: {},
    outcome: "passes",
    problems: [],
    lives: Array.from({ length: lives }, () => one),
    logTail: [],
    logShapes: [],
    usage: {},
    ms: 100,
  };
}
const said = (original: Trial, other: Trial, codes?: number[]) =>
  compareBehaviour(original, learnNoise(original, original, codes), other);
const bare = (step: StepOutcome): StepOutcome => {
  const { status: _, ...rest } = step;
  return rest;
};
const without = (one: Trial): Trial => ({
  ...one,
  lives: one.lives.map((life) => ({ ...life, steps: life.steps.map(bare) })),
});
const unended = (one: Trial): Trial => ({
  ...one,
  lives: one.lives.map((life) => {
    const { exitCode: _, ...rest } = life;
    return rest;
  }),
});

test("reports a failed step with its problem, and compares later ones", () => {
  const good = trial([{}]);
  expect(said(good, trial([{ ok: false, problem: "timed out" }]))).toEqual(["GET /: timed out"]);
  expect(said(good, trial([{ ok: false }]))).toEqual(["GET /: failed"]);
  const bad = trial([{ ok: false, problem: "timed out" }]);
  expect(said(bad, bad)).toEqual([]);
  expect(said(bad, good)).toEqual([]);
  expect(said(bad, trial([{ ok: false, status: 500 }]))).toEqual(["GET /: status 500, the original's is 200"]);
});

test("formats a missing status or exit code as none or unknown", () => {
  const good = trial([{}]);
  expect(said(good, without(good))).toEqual(["GET /: status none, the original's is 200"]);
  expect(said(without(good), good)).toEqual(["GET /: status 200, the original's is none"]);
  expect(said(good, unended(good))).toEqual(["exit code unknown, the original's is 0"]);
  expect(said(unended(good), good)).toEqual(["exit code 0, the original's is unknown"]);
  expect(said(unended(good), unended(good), [0])).toEqual([]);
  expect(said(good, unended(good), [0])).toHaveLength(1);
});

test("accepts a varying status, and nothing else with it", () => {
  const [a, b] = [trial([{ status: 200, body: "same text" }]), trial([{ status: 503, body: "same text" }])];
  const noise = learnNoise(a, b);
  expect(compareBehaviour(a, noise, trial([{ status: 404, body: "same text" }]))).toEqual([]);
  expect(compareBehaviour(a, noise, trial([{ status: 200, body: "other" }]))).toHaveLength(1);
});

test("handles a missing body and one without a comparison", () => {
  expect(said(trial([{ body: "text" }]), trial([{}]))).toEqual(["GET /: no body"]);
  const once = learnNoise(trial([{ body: "text" }]), trial([{}]));
  expect(compareBehaviour(trial([{ body: "text" }]), once, trial([{ body: "other" }]))).toEqual([]);
  // A step that only one of the two had is compared by its status alone.
  const short = learnNoise(trial([{}, { headers: { a: "b" } }]), trial([{}]));
  expect(compareBehaviour(trial([{}, { headers: { a: "b" } }]), short, trial([{}, {}]))).toEqual([]);
  const two = trial([{}], {}, 2);
  expect(compareBehaviour(two, learnNoise(two, trial([{}])), trial([{}], { exitCode: 1, kept: [] }, 2))).toEqual([
    "exit code 1, the original's is 0",
    "exit code 1 after the restart, the original's is 0",
  ]);
});

test("detects truncation below the common size, less twice the difference and 64 bytes", () => {
  const [a, b] = [trial([{ bytes: 1_000 }]), trial([{ bytes: 1_010 }])];
  for (const noise of [learnNoise(a, b), learnNoise(b, a)]) {
    expect(compareBehaviour(a, noise, trial([{ bytes: 916 }]))).toEqual([]);
    expect(compareBehaviour(a, noise, trial([{ bytes: 915 }]))).toEqual([
      "GET /: the answer is cut: 915 bytes, the original's has 1000",
    ]);
    expect(compareBehaviour(a, noise, trial([{}]))).toEqual([]);
  }
});

test("compares missing, changed and extra headers", () => {
  const headers = (values: Record<string, string>) => trial([{ headers: values }]);
  expect(said(headers({ server: "web" }), headers({ server: "other" }))).toEqual([
    "GET /: header server is other, the original's web",
  ]);
  expect(said(headers({ server: "web" }), trial([{}]))).toEqual(["GET /: header server is missing"]);
  expect(said(headers({ server: "web" }), headers({ server: "web", more: "x" }))).toEqual([]);
  const once = learnNoise(headers({ a: "b" }), trial([{}]));
  expect(compareBehaviour(headers({ a: "b" }), once, trial([{}]))).toEqual([]);
});

test("names three unwritten files and counts the others, in each life", () => {
  const kept = (paths: string[], lives = 1) => trial([], { kept: paths }, lives);
  expect(said(kept(["/a", "/b", "/c"]), kept([]))).toEqual(["not written into its volumes: /a, /b, /c"]);
  expect(said(kept(["/a", "/b", "/c", "/d", "/e"]), kept([]))).toEqual([
    "not written into its volumes: /a, /b, /c and 2 more",
  ]);
  expect(said(kept(["/a"], 2), kept([], 2))).toEqual([
    "not written into its volumes: /a",
    "not written into its volumes: /a after the restart",
  ]);
  expect(said(trial([]), kept([]))).toEqual([]);
});
