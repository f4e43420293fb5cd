import { expect, test } from "vitest";
import type { LifecycleOutcome, Trial } from "../../../domain/workload/trial.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { memoryWitnesses, memoryWords, type Probe } from "./memory-words.ts";

const mebibyte = 1024 * 1024;

function trial(id: string, problem: string | undefined, life: LifecycleOutcome): Trial {
  const problems = problem === undefined ? [] : [problem];
  return {
    id,
    title: "",
    restrictions: {},
    outcome: problem === undefined ? "passes" : "breaks",
    problems,
    lives: [life],
    usage: { memoryHeldBytes: 4 * mebibyte },
    logTail: [],
    ms: 1,
  } as unknown as Trial;
}

function probe(mibs: number, problem: string | undefined, life: LifecycleOutcome): Probe {
  const trials = [trial("t7", problem, life), trial("t8", problem, life)];
  return {
    bytes: mibs * mebibyte,
    answer: { passes: problem === undefined, trials, problem: problem ?? "" } as Probe["answer"],
  };
}

const passed: LifecycleOutcome = { steps: [], exitCode: 0, oomKilled: false };
const wordsWith = (broke: Probe | undefined) => {
  const good = probe(16, undefined, passed);
  const runner = {
    session: { safety: { memoryBytes: 8192 * mebibyte } },
    reference: { trials: good.answer.trials },
    underLoad: { workload: {} },
  } as unknown as ExperimentRunner;
  return memoryWords({
    runner,
    full: false,
    peak: 5 * mebibyte,
    own: 4 * mebibyte,
    probes: [good, ...(broke === undefined ? [] : [broke])],
    held: 4 * mebibyte,
    parts: [],
    tooNear: [],
    many: 0,
    straight: 0,
    measured: undefined,
    high: 16 * mebibyte,
    limited: good,
    broke,
  }).at(-1);
};

// What runc 1.1.15 says with cgroup v2, where the kernel killed its own `runc:[2:INIT]`.
const noRoom =
  "The container of a:1 does not start: failed to create task for container: OCI runtime create failed: runc create failed: " +
  "unable to start container process: unable to apply cgroup configuration: failed to call BPF_PROG_ATTACH (BPF_CGROUP_DEVICE, BPF_F_ALLOW_MULTI): " +
  "can't attach program: no such file or directory: unknown";

test("ignores a runtime without memory for its start as a witness", () => {
  for (const oomKilled of [false, true]) {
    const broke = probe(11, noRoom, { steps: [], oomKilled });
    expect(memoryWitnesses(broke)).toEqual([]);
    const words = wordsWith(broke);
    expect(words).toMatch(/^with 11 MiB the engine's runtime can't start it, which says nothing of the image: /u);
    expect(words).not.toContain("nothing of it is killed");
  }
});

test("accepts an image that broke while running as a witness, with its end", () => {
  const killed = probe(8, "killed", { steps: [], exitCode: 137, oomKilled: true });
  expect(memoryWitnesses(killed)).toMatchObject([
    { field: "memoryBytes", value: "more than 8 MiB", trials: ["t7", "t8"] },
  ]);
  expect(wordsWith(killed)).toBe("with too little (8 MiB) the kernel kills a process of it: killed");
  const ended = probe(8, "exit code 1", { steps: [], exitCode: 1, oomKilled: false });
  expect(wordsWith(ended)).toBe("with too little (8 MiB) it breaks, and nothing of it is killed: exit code 1");
  expect(memoryWitnesses(undefined)).toEqual([]);
  expect(wordsWith(undefined)).toContain("was not seen");
});
