import { expect, test } from "vitest";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { createExperimentRecord } from "./experiment-record.ts";
import type { ExperimentResult } from "./experiment-result.ts";

const list = { defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 1, architectures: [], syscalls: [] } as const;
const passed: ExperimentResult = { passes: true, trials: [], problem: "" };
const broke: ExperimentResult = { passes: false, trials: [], problem: "no" };
const all: Restrictions = {
  dropAll: true,
  readOnlyRootfs: true,
  memoryBytes: 1 << 26,
  pids: 64,
  cpus: 0.5,
  seccomp: list,
};

function after(restrictions: Restrictions, result: ExperimentResult) {
  const record = createExperimentRecord({ trials: [], tolerated: new Set() });
  record.answered(restrictions, result);
  return (asked: Restrictions): ExperimentResult | undefined => record.resultOf(asked);
}

test("passes without limits and allowlist after a pass with them, in each combination", () => {
  const answerOf = after(all, passed);
  const fields = ["memoryBytes", "pids", "cpus", "seccomp"] as const;
  for (let without = 0; without < 1 << fields.length; without++) {
    const asked: Restrictions = { ...all };
    for (const [bit, field] of fields.entries())
      if (without & (1 << bit)) delete (asked as Record<string, unknown>)[field];
    expect(answerOf(asked), JSON.stringify(asked)).toBe(passed);
  }
});

test("does not pass with another limit, with one more, or without anything else", () => {
  const answerOf = after(all, passed);
  const { readOnlyRootfs: _, ...writable } = all;
  const { dropAll: __, ...capable } = all;
  const others: Restrictions[] = [
    { ...all, memoryBytes: 1 << 27 },
    { ...all, cpus: 0.25 },
    { ...all, seccomp: { ...list, defaultErrnoRet: 38 } },
    { ...all, noNewPrivileges: true },
    { ...all, shmBytes: 1 << 20 },
    writable,
    capable,
    {},
  ];
  for (const asked of others) expect(answerOf(asked), JSON.stringify(asked)).toBeUndefined();
});

test("concludes nothing weaker from a break, and prefers an exact result", () => {
  expect(after(all, broke)({ ...all, pids: 64 })).toBe(broke);
  const { pids: _, ...less } = all;
  expect(after(all, broke)(less)).toBeUndefined();
  const record = createExperimentRecord({ trials: [], tolerated: new Set() });
  record.answered(all, passed);
  record.answered(less, broke);
  expect(record.resultOf(less)).toBe(broke);
});
