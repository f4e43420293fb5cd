import { expect, test } from "vitest";
import { sampleTrials } from "../../../test/reports/sample-trials.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { impatient, silentPorts, slowStartOf, stopPatience } from "./impatient.ts";

const workload: Workload = {
  ready: { kind: "tcp", port: 1 },
  readyTimeoutMs: 60_000,
  steps: [
    { kind: "tcp", name: "GET /", port: 1, timeoutMs: 30_000 },
    { kind: "exec", name: "GET /health", command: ["x"], exitCode: 0 },
  ],
  stop: { timeoutMs: 1000, exitCodes: [0] },
  restart: true,
  env: {},
  volumes: [],
};

test("reduces waits to multiples of the reference times, and never raises them", () => {
  const [fast] = sampleTrials;
  if (fast === undefined) throw new Error("no sample");
  const quick = impatient(workload, [fast]);
  const slowest = Math.max(...fast.lives.map(({ readyMs = 0 }) => readyMs));
  expect(quick.readyTimeoutMs).toBe(2000 + 3 * slowest);
  expect(quick.steps.map((step) => "timeoutMs" in step && step.timeoutMs)).toEqual([2000, 5000]);
  const slow = { ...fast, lives: fast.lives.map((life) => ({ ...life, readyMs: 9000 })) };
  expect(impatient(workload, [slow]).readyTimeoutMs).toBe(29_000);
  const slower = { ...fast, lives: fast.lives.map((life) => ({ ...life, readyMs: 20_000 })) };
  expect(impatient(workload, [slower]).readyTimeoutMs).toBe(60_000);
  expect(impatient({ ...workload, readyTimeoutMs: 1000 }, [fast]).readyTimeoutMs).toBe(1000);
});

test("waits for an idle container as long as the original's slowest stop, or the declared time if that was killed", () => {
  const [fast] = sampleTrials;
  if (fast === undefined) throw new Error("no sample");
  const stopped = (stopMs: number, exitCode: number) =>
    stopPatience([fast, { ...fast, lives: fast.lives.map((life) => ({ ...life, stopMs, exitCode })) }]);
  expect(stopped(200, 0)).toBeGreaterThanOrEqual(2600);
  expect(stopped(9000, 0)).toBe(29_000);
  expect(stopped(9000, 143)).toBe(29_000);
  expect(stopped(1000, 137)).toBeUndefined();
});

test("gives a busy machine the whole time while less CPU was used than in the original's slowest start", () => {
  const [sample] = sampleTrials;
  const [life] = sample?.lives ?? [];
  if (sample === undefined || life === undefined) throw new Error("no sample");
  const trial = (...seconds: readonly number[]) => ({
    ...sample,
    lives: seconds.map((readyCpuSeconds) => ({ ...life, readyCpuSeconds })),
  });
  expect(slowStartOf(workload, [trial(0.1, 0.3), trial(0.2)])).toEqual({ longestMs: 60_000, cpuSeconds: 1.1 });
  expect(slowStartOf(workload, [{ ...sample, lives: [{ steps: [], oomKilled: false }] }])).toBeUndefined();
});

test("lists ports without HTTP in any life of any trial", () => {
  const [sample] = sampleTrials;
  const [life] = sample?.lives ?? [];
  if (sample === undefined || life === undefined) throw new Error("no sample");
  const steps = [80, 6379, 3306, 9999].map(
    (port) => ({ kind: "port", name: `port ${port}`, port, timeoutMs: 5000 }) as const,
  );
  const answers = (...statuses: readonly (number | undefined)[]) => ({
    ...life,
    steps: statuses.map((status, at) => ({ name: `port ${at}`, ok: at !== 3, ms: 1, ...(status && { status }) })),
  });
  const trial = (...lives: readonly (typeof life)[]) => ({ ...sample, lives });
  const seen = [
    trial(answers(200), answers(200, undefined, undefined)),
    trial(answers(200, undefined, 404, undefined)),
  ];
  expect([...silentPorts({ ...workload, steps }, seen)]).toEqual([6379]);
  expect([...silentPorts({ ...workload, steps }, [])]).toEqual([]);
});
