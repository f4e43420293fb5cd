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

test("where the original never fails, failures are a difference, and one in a thousand is chance", () => {
  expect(problems([step(500, 0), step(500, 0)], step(400, 1))).toEqual([
    "GET /, 8 at once: 1 of 400 failed, the original 0 of 1000; first connection refused",
  ]);
  expect(problems([step(2000, 0)], step(2000, 2))).toEqual([]);
  expect(problems([step(2000, 0)], step(2000, 3))).toHaveLength(1);
  expect(problems([step(791, 0)], step(791, 780))).toHaveLength(1);
});

test("where the original fails, its rate is no difference, and twice as much is", () => {
  expect(problems([step(1000, 50), step(1000, 50)], step(1000, 60))).toEqual([]);
  expect(problems([step(1000, 50), step(1000, 50)], step(1000, 110))).toHaveLength(1);
  expect(problems([step(10, 10)], step(10, 10))).toEqual([]);
  // It answers less often, and no worse.
  expect(problems([step(1000, 50)], step(100, 5))).toEqual([]);
});

test("a step is held against itself as it was done: at once, or one after the other", () => {
  const controls = [load(step(100, 90)), load(step(10, 0, "GET /", false))];
  expect(compareLoad(controls, { load: load(step(10, 2, "GET /", false)) })).toEqual([
    "GET /, beside 8 clients: 2 of 10 failed, the original 0 of 10; first connection refused",
  ]);
});

test("a load that was not run is a difference, and without a load nothing is one", () => {
  expect(compareLoad([load(step(1, 0))], {})).toEqual(["the load was not run"]);
  expect(compareLoad([], { load: load(step(1, 1)) })).toEqual([]);
});

test("steps that fail when they are done at once are found, single failures and those beside are none", () => {
  expect(
    failTogether(
      load(step(100, 30, "create index"), step(100, 5, "flaky"), step(3, 1, "once"), step(9, 9, "x", false)),
    ),
  ).toEqual(["create index"]);
});

test("more failures are never less of a difference, and the original is never different from itself", () => {
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
