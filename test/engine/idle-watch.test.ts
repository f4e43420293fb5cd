import { spawn } from "node:child_process";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { waitUntilReady } from "../../src/proof/trial/lifecycle/ready.ts";
import { startIdleWatch } from "../../src/proof/trial/lifecycle/idle-watch.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { long } from "../long.ts";

const workload: Workload = {
  ready: { kind: "log", pattern: "^up$" },
  readyTimeoutMs: 1500,
  steps: [],
  stop: { timeoutMs: 1000, exitCodes: [0, 137] },
  restart: false,
  env: {},
  volumes: [],
};

let engine: Engine;
beforeAll(async () => {
  engine = await connect();
});

/** Twenty times what counts as still, and a tenth of a CPU: other tests run beside this one. */
const works = "i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done; sleep 0.05";

test.each([
  ["a shell that waits for a child that sleeps", "sleep 100 & wait", true],
  ["one that works", `while :; do ${works}; done`, false],
  ["a child that works while the main process waits", `(while :; do ${works}; done) & wait`, false],
])("%s", async (_, script, still) => {
  await using session = await openEngineSession(engine);
  await using container = await createContainer(
    session,
    { image: tinyImage, entrypoint: ["sh", "-c"], command: [script], network: "none" },
    permit,
  );
  await container.start();
  const { pid } = await container.state();
  await using watch = startIdleWatch(pid, engine.info.sameKernel);
  // So much is seen only after a whole second.
  expect(await watch.isIdle()).toBe(false);
  await sleep(2200);
  expect(await watch.isIdle()).toBe(still && engine.info.sameKernel);
});

test("waits for a slow start on a busy machine, not for an idle one", async ({ skip }) => {
  skip(!engine.info.sameKernel, "the engine's containers are not processes of this machine");
  await using session = await openEngineSession(engine);
  const readyAfter = async (script: string, readyTimeoutMs: number) => {
    await using container = await createContainer(
      session,
      { image: tinyImage, entrypoint: ["sh", "-c"], command: [script], network: "none" },
      permit,
    );
    // As many as keep every CPU busy, each a process of its own.
    const burners = Array.from({ length: 3 * cpus().length }, () =>
      spawn("sh", ["-c", "while :; do :; done"], { stdio: "ignore" }),
    );
    try {
      await container.start();
      return await waitUntilReady({
        container,
        engine: engine.info,
        workload: { ...workload, readyTimeoutMs },
        // All containers together have the weight of one burner: beside other tests this one gets a few per cent.
        slowStart: { longestMs: 150_000, cpuSeconds: 20 },
        observers: [],
        signal: new AbortController().signal,
        life: 0,
        ports: [],
        permit,
      });
    } finally {
      for (const burner of burners) burner.kill("SIGKILL");
    }
  };
  const slow = "n=0; while [ $n -lt 1500000 ]; do n=$((n+1)); done; echo up; sleep 300";
  const ready = await readyAfter(slow, 300);
  if (!("readyMs" in ready)) throw new Error(ready.problem);
  expect(ready.readyMs).toBeGreaterThan(300);
  expect(await readyAfter("sleep 100 & wait", 1500)).toMatchObject({ stuck: true });
});

test("waits for a start slowed down by its CPU limit, not for an idle one", async ({ skip }) => {
  skip(!engine.info.sameKernel, "the engine's containers are not processes of this machine");
  await using session = await openEngineSession(engine);
  const readyUnder = async (script: string) => {
    await using container = await createContainer(
      session,
      { image: tinyImage, entrypoint: ["sh", "-c"], command: [script], network: "none", cpus: 0.1 },
      permit,
    );
    await container.start();
    return await waitUntilReady({
      container,
      engine: engine.info,
      workload: { ...workload, readyTimeoutMs: 300 },
      slowStart: { longestMs: 30_000, cpuSeconds: 20, cpus: 0.1 },
      observers: [],
      signal: new AbortController().signal,
      life: 0,
      ports: [],
      permit,
    });
  };
  // A fifth of a second of CPU or more, of which it has a hundredth in each tenth.
  const ready = await readyUnder("n=0; while [ $n -lt 100000 ]; do n=$((n+1)); done; echo up; sleep 100");
  if (!("readyMs" in ready)) throw new Error(ready.problem);
  expect(ready.readyMs).toBeGreaterThan(300);
  expect(await readyUnder("sleep 100 & wait")).toMatchObject({
    problem: expect.stringContaining("not ready within 300 ms") as string,
  });
});

test("reports nothing about an invisible container", async () => {
  await using watch = startIdleWatch(process.pid, false);
  expect(await watch.isIdle()).toBe(false);
});

/** What it does; when it would be waited for no longer, in ms; the problem and whether it stands still. */
type Stop = [work: string, script: string, withinMs: number | undefined, problem: RegExp, stuck: true | undefined];
const wholeTime = /^did not stop within 4000 ms and was killed$/;
const cutShort = /^did not stop within \d+ ms, did nothing any more and was killed$/;
const inTime: readonly Stop[] = [
  ["waits for a child", "sleep 100", undefined, wholeTime, true],
  ["works", works, undefined, wholeTime, undefined],
];
/** Told to stop, the one is waited for no longer, and the other has its whole time. */
const late: readonly Stop[] = [
  ["waits for a child, past what the original took", "sleep 100", 1500, cutShort, true],
  ["works, past what the original took", works, 1500, wholeTime, undefined],
];
test.each<Stop>(long ? [...inTime, ...late] : late)(
  "a container that sits out its stop while it %s",
  async (_, work, stopWithinMs, problem, stuck) => {
    await using session = await openEngineSession(engine);
    if (!engine.info.sameKernel) return;
    const script = `trap "" TERM; echo up; while :; do ${work}; done`;
    const stop = { timeoutMs: 4000, exitCodes: [0] };
    const trial = await runTrial(session, {
      id: "t1",
      title: "",
      image: tinyImage,
      restrictions: {},
      permit,
      imageSummary: await summaryOf(session),
      workload: { ...workload, readyTimeoutMs: 20_000, stop, entrypoint: ["sh", "-c"], command: [script] },
      ...(stopWithinMs !== undefined && { stopWithinMs }),
    });
    expect(trial.problems[0]).toMatch(problem);
    expect(trial.lives[0]?.stuck).toBe(stuck);
  },
);

async function summaryOf(session: EngineSession) {
  const summary = await inspectImage(session.engine, tinyImage);
  if (summary === undefined) throw new Error(`${tinyImage} was not made`);
  return summary;
}
