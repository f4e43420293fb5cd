import { expect, test } from "vitest";
import type { LifecycleOutcome, Trial } from "../../domain/workload/trial.ts";
import { isCertain } from "./certain.ts";

const trial = (life: Partial<LifecycleOutcome>, logTail: string[], more: Partial<Trial> = {}): Trial => ({
  id: "t3",
  title: "without SETUID",
  restrictions: {},
  outcome: "breaks",
  problems: ["exited with code 1 before it was ready, after 80 ms"],
  lives: [{ steps: [], oomKilled: false, exitCode: 1, ...life }],
  logTail,
  usage: {},
  ms: 90,
  ...more,
});
const reference = trial({ readyMs: 10, exitCode: 0 }, [], { outcome: "passes", problems: [], logShapes: ["ready"] });
const says = ["failed switching to redis: operation not permitted"];

test("is certain of an end before ready with an error about a refusal", () => {
  expect(isCertain(trial({}, says), reference)).toBe(true);
  expect(isCertain(trial({}, ["mkdir: EROFS"]), reference)).toBe(true);
});

test("is certain of a hung server with a refusal", () => {
  const still = { exitCode: 0, stuck: true } as const;
  expect(isCertain(trial(still, ["setgid(33) failed (1: Operation not permitted)"]), reference)).toBe(true);
  expect(isCertain(trial(still, ["waiting for the database"]), reference)).toBe(false);
});

const step = { name: "logrotate", ok: false, status: 1, ms: 5 };

test("is certain of a failed command with a refusal that succeeds in the original", () => {
  const problem = "exit code 1, expected 0: error setting mode of access.log: Operation not permitted";
  expect(isCertain(trial({ readyMs: 7, steps: [{ ...step, problem }] }, []), reference)).toBe(true);
});

test.each([
  { ...step, problem: "exit code 1, expected 0: connection refused" },
  { ...step, problem: "status 500, expected 200: Permission denied" },
  { name: "logrotate", ok: false, ms: 5, problem: "no end within 2000 ms: Permission denied" },
])("not certain: $problem", (one) => {
  expect(isCertain(trial({ readyMs: 7, steps: [one] }, []), reference)).toBe(false);
});

test.each([
  ["it passed", trial({}, says, { outcome: "passes" })],
  ["it was ready first", trial({ readyMs: 5 }, says)],
  ["it never ended: a time-out", trial({}, says, { lives: [{ steps: [], oomKilled: false }] })],
  ["it ended without an error", trial({ exitCode: 0 }, says)],
  ["a signal ended it", trial({ exitCode: 139 }, says)],
  ["the kernel killed it", trial({ oomKilled: true }, says)],
  ["our own limit held it back", trial({}, says, { limit: "4 GiB of memory" })],
  [
    "only its second life ended so",
    trial({}, says, {
      lives: [
        { steps: [], oomKilled: false },
        { steps: [], oomKilled: false, exitCode: 1 },
      ],
    }),
  ],
  ["it says nothing", trial({}, [])],
  ["it says nothing of a refusal", trial({}, ["address already in use"])],
  ["a refusal that another process's lack of memory makes", trial({}, ["fork: Resource temporarily unavailable"])],
] as const)("not certain: %s", (_, one) => {
  expect(isCertain(one, reference)).toBe(false);
});

test("is not certain if the original complains as well", () => {
  const complains = { ...reference, logShapes: ["warning: permission denied"] };
  expect(isCertain(trial({}, ["warning: permission denied"]), complains)).toBe(false);
});
