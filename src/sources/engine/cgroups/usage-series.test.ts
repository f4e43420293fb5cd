import fc from "fast-check";
import { expect, test } from "vitest";
import { usageSeries } from "./usage-series.ts";

const mib = 1_048_576;

test("records usage at each sample, and CPU since the previous one", () => {
  const { add, course } = usageSeries();
  add(0, { memoryBytes: mib, tasks: 1, cpuSeconds: 0.02 });
  add(100, { memoryBytes: 2 * mib, tasks: 4, cpuSeconds: 0.07 });
  add(300, { memoryBytes: mib, tasks: 2, cpuSeconds: 0.47 });
  expect(course()).toEqual({ atMs: [100, 300], memoryBytes: [2 * mib, mib], cpus: [0.5, 2], tasks: [4, 2] });
});

test("returns nothing for fewer than two samples", () => {
  const { add, course } = usageSeries();
  expect(course()).toBeUndefined();
  add(0, {});
  add(100, { tasks: 1 });
  expect(course()).toBeUndefined();
  add(200, {});
  expect(course()).toBeUndefined();
  add(300, { tasks: 3 });
  expect(course()).toEqual({ atMs: [300], tasks: [3] });
});

test("stops when cgroup files disappear", () => {
  const { add, course } = usageSeries();
  add(0, { memoryBytes: 1, cpuSeconds: 0 });
  add(100, { memoryBytes: 5, cpuSeconds: 0.1 });
  add(200, { cpuSeconds: 0.1 });
  expect(course()).toEqual({ atMs: [100], memoryBytes: [5], cpus: [1] });
});

test("keeps peaks and total CPU time in at most 40 points", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2 ** 40), fc.nat(5000), fc.nat(400), fc.integer({ min: 1, max: 900 })), {
        minLength: 1,
        maxLength: 700,
      }),
      (samples) => {
        const { add, course } = usageSeries();
        add(0, { memoryBytes: 0, tasks: 0, cpuSeconds: 0 });
        let [atMs, cpuSeconds] = [0, 0];
        for (const [memoryBytes, tasks, cpuMs, stepMs] of samples) {
          atMs += stepMs;
          cpuSeconds += cpuMs / 1000;
          add(atMs, { memoryBytes, tasks, cpuSeconds });
        }
        const seen = course()!;
        expect(seen.atMs.length).toBeLessThanOrEqual(40);
        expect(seen.atMs.length).toBeGreaterThanOrEqual(Math.min(samples.length, 20));
        expect(seen.atMs.at(-1)).toBe(atMs);
        expect(Math.max(...seen.memoryBytes!)).toBe(Math.max(...samples.map(([bytes]) => bytes)));
        expect(Math.max(...seen.tasks!)).toBe(Math.max(...samples.map(([, tasks]) => tasks)));
        const used = seen.cpus!.reduce(
          (sum, cpus, at) => sum + (cpus * (seen.atMs[at]! - (seen.atMs[at - 1] ?? 0))) / 1000,
          0,
        );
        // Each is rounded to a thousandth of a CPU.
        expect(Math.abs(used - cpuSeconds)).toBeLessThanOrEqual(atMs / 1_000_000 + 1e-6);
      },
    ),
  );
});
