import { expect, test } from "vitest";
import type { RanOut } from "../../domain/workload/ran-out.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import { beyondOriginal, countedRanOut, merged, ranOutIn, withCauses } from "./exhaustion.ts";

const trial = (ranOut: readonly RanOut[], changes: Partial<Trial> = {}): Trial => ({
  id: "t1",
  title: "",
  restrictions: {},
  outcome: "passes",
  problems: [],
  lives: [],
  logTail: [],
  usage: {},
  ranOut,
  ms: 1,
  ...changes,
});

test("reads the container's counters from zero, and parents' by their increase", () => {
  expect(countedRanOut({ refusedForksAbove: 7 }, { oomKills: 2, refusedForks: 0, refusedForksAbove: 9 })).toEqual([
    { what: "memory", times: 2, how: "counted" },
    { what: "tasks", times: 2, how: "counted", where: "a limit above the container" },
  ]);
  expect(countedRanOut({}, { oomKills: 0, memoryLimitHits: 900, throttledPeriods: 3, refusedForksAbove: 5 })).toEqual(
    [],
  );
  expect(countedRanOut({}, {})).toEqual([]);
});

test("merges counted and traced entries of one resource, and adds lives", () => {
  expect(
    merged([
      { what: "tasks", times: 3, how: "counted" },
      { what: "tasks", times: 2, how: "traced", calls: ["clone"], programs: ["sh"] },
      { what: "tasks", times: 1, how: "counted" },
      { what: "space", times: 5, how: "traced", calls: ["write"], programs: ["b"] },
      { what: "space", times: 1, how: "traced", calls: ["mkdir"], programs: ["a"] },
      { what: "space", where: "/tmp", times: 2, how: "sampled" },
    ]),
  ).toEqual([
    { what: "space", times: 6, how: "traced", calls: ["mkdir", "write"], programs: ["a", "b"] },
    { what: "space", where: "/tmp", times: 2, how: "sampled" },
    { what: "tasks", times: 4, how: "counted", calls: ["clone"], programs: ["sh"] },
  ]);
});

test("accepts a resource that the original exhausted, not another file system", () => {
  const shm: RanOut = { what: "space", where: "/dev/shm", times: 9, how: "sampled" };
  const tmp: RanOut = { what: "space", where: "/tmp", times: 1, how: "sampled" };
  const write: RanOut = { what: "space", times: 4, how: "traced", calls: ["write"], programs: ["app"] };
  const original = ranOutIn([trial([]), trial([shm, write])]);
  expect(beyondOriginal(original, trial([shm, write]))).toEqual([]);
  expect(beyondOriginal(original, trial([shm, tmp, write]))).toEqual(["tmpfs /tmp was full: no space left (sampled)"]);
  // The file system is the better name.
  expect(beyondOriginal(new Set(), trial([write, tmp]))).toEqual([
    "tmpfs /tmp was full: no space left (sampled)",
    "write of app failed 4 times: no space left on a file system (traced)",
  ]);
});

test("reports the cause of a break first, once, and the wait", () => {
  const kill: RanOut = { what: "memory", times: 1, how: "counted", programs: ["sh"] };
  const broken = trial([kill], { outcome: "breaks", problems: ["GET /: no answer"] });
  expect(withCauses(new Set(), broken).problems).toEqual([
    "a process was killed for lack of memory, started by sh (counted)",
    "GET /: no answer",
  ]);
  const told = trial([kill], { outcome: "breaks", problems: ["killed for lack of memory during the workload"] });
  expect(withCauses(new Set(), told).problems).toEqual(["killed for lack of memory during the workload"]);
  const slow = trial([], {
    outcome: "breaks",
    problems: ["GET /: no answer"],
    restrictions: { cpus: 0.1 },
    usage: { throttledPeriods: 40, throttledSeconds: 3.21 },
  });
  expect(withCauses(new Set(), slow).problems[1]).toBe("it waited for CPU time in 40 periods, 3.2 s in all");
});
