import { expect, it } from "vitest";
import type { Trial } from "../../domain/workload/trial.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { cpusFor, roundUp } from "./lessons/cpus.ts";
import { tasksFor } from "./lessons/pids.ts";
import { memoryGrows, type ManyClients } from "./many-clients.ts";

const mebibyte = 1024 * 1024;
const trial = (usage: Trial["usage"]) => ({ usage, lives: [], outcome: "passes" }) as unknown as Trial;
const runnerOf = (one: Trial["usage"], cpus = 2) =>
  ({
    session: { engine: { info: { cpus } } },
    reference: { trials: [trial(one), trial(one)] },
    underLoad: { reference: { trials: [trial(one), trial(one)] } },
  }) as unknown as ExperimentRunner;
const many = (usage: Trial["usage"], cpuShare?: number): ManyClients => ({
  clients: 40,
  trial: trial(usage),
  ...(cpuShare !== undefined && { cpuShare }),
});

it.each([
  ["a little more than one client", 30, 36, false],
  ["not enough to decide a limit", 2, 12, false],
  ["a buffer for each", 30, 60, true],
  ["a tenth of a large one", 400, 440, false],
  ["a process for each", 400, 900, true],
  ["less", 50, 40, false],
])("detects growing memory: %s", (_, one, most, grows) => {
  const held = (value: number) => ({ memoryHeldBytes: value * mebibyte });
  expect(memoryGrows(runnerOf(held(one)), many(held(most)))).toBe(grows);
});

it("treats unreadable memory as not growing", () => {
  expect(memoryGrows(runnerOf({}), many({ memoryHeldBytes: 900 * mebibyte }))).toBe(false);
  expect(memoryGrows(runnerOf({ memoryHeldBytes: mebibyte }), many({}))).toBe(false);
});

const use = (busiestShare: number) => ({ busiestShare, startSeconds: 0, workSeconds: 0 });

it.each([
  ["nothing is known", undefined, undefined, 1],
  ["it hardly does anything", 0.02, 0.03, 0.25],
  ["more clients take no more", 0.3, 0.4, 0.6],
  ["one client is busier than many in most of the time", 0.5, 0.1, 1],
  ["five times the clients take more", 0.05, 0.8, 1],
  ["all CPUs suffice", 0.1, 1.6, 2],
  ["they would take more than there is", 0.1, 1.7, undefined],
  ["one client takes all", 1.4, 1.2, 2],
  ["only many were measured", undefined, 1.4, 1.75],
])("has room for five times the clients: %s", (_, one, share, expected) => {
  expect(cpusFor(runnerOf({}), one === undefined ? undefined : use(one), many({}, share))).toBe(expected);
  if (expected !== undefined) expect(roundUp(expected)).toBe(expected);
});

it("has room for the tasks of five times the clients", () => {
  expect(tasksFor(runnerOf({ pidsPeak: 12 }), 5).pids).toBe(64);
  expect(tasksFor(runnerOf({ pidsPeak: 12 }), 5, many({ pidsPeak: 40 })).pids).toBe(64);
  expect(tasksFor(runnerOf({ pidsPeak: 12 }), 5, many({ pidsPeak: 400 })).pids).toBe(500);
});
