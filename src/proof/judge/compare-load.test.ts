import fc from "fast-check";
import { expect, test } from "vitest";
import type { LoadedStep, LoadOutcome } from "../../domain/workload/trial.ts";
import { compareLoad, failTogether } from "./compare-load.ts";

const step = (count: number, failed: number, name = "GET /", together = true): LoadedStep => ({
  name,
  together,
  count,
  failed,
  ...(failed > 0 && { problem: "connection refused" }),
});
const load = (...steps: LoadedStep[]): LoadOutcome => ({ clients: 8, ms: 3000, steps });
const problems = (controls: readonly LoadedStep[], trial: LoadedStep) =>
  compareLoad(
    controls.map((one) => load(one)),
    { load: load(trial) },
  );

test("counts failures if the original never fails, except one in a thousand", () => {
  expect(problems([step(500, 0), step(500, 0)], step(400, 1))).toEqual([
    "GET /, 8 at once: 1 of 400 failed, the original 0 of 1000; first connection refused",
  ]);
  expect(problems([step(2000, 0)], step(2000, 2))).toEqual([]);
  expect(problems([step(2000, 0)], step(2000, 3))).toHaveLength(1);
  expect(problems([step(791, 0)], step(791, 780))).toHaveLength(1);
});

test("accepts the original's rate, and not twice as much", () => {
  expect(problems([step(1000, 50), step(1000, 50)], step(1000, 60))).toEqual([]);
  expect(problems([step(1000, 50), step(1000, 50)], step(1000, 110))).toHaveLength(1);
  expect(problems([step(10, 10)], step(10, 10))).toEqual([]);
  // It answers less often, and no worse.
  expect(problems([step(1000, 50)], step(100, 5))).toEqual([]);
});

test("compares a step with the same step in parallel or in sequence", () => {
  const controls = [load(step(100, 90)), load(step(10, 0, "GET /", false))];
  expect(compareLoad(controls, { load: load(step(10, 2, "GET /", false)) })).toEqual([
    "GET /, beside 8 clients: 2 of 10 failed, the original 0 of 10; first connection refused",
  ]);
});

test("counts a missing load as a difference, and nothing without a load", () => {
  expect(compareLoad([load(step(1, 0))], {})).toEqual(["the load was not run"]);
  expect(compareLoad([], { load: load(step(1, 1)) })).toEqual([]);
});

test("finds steps that fail in parallel, not single failures", () => {
  expect(
    failTogether(
      load(step(100, 30, "create index"), step(100, 5, "flaky"), step(3, 1, "once"), step(9, 9, "x", false)),
    ),
  ).toEqual(["create index"]);
});

test("never judges more failures as less, nor the original as different", () => {
  const counts = fc.record({
    count: fc.integer({ min: 1, max: 5000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(counts, counts, fc.nat(100), (control, trial, more) => {
      const before = [step(control.count, Math.floor(control.count * control.share))];
      const failed = Math.floor(trial.count * trial.share);
      const worse = Math.min(trial.count, failed + more);
      if (problems(before, step(trial.count, failed)).length > 0)
        expect(problems(before, step(trial.count, worse))).toHaveLength(1);
      expect(problems(before, before[0] as LoadedStep)).toEqual([]);
    }),
  );
});
