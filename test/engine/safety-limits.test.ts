import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { fullTmpfs } from "../../src/proof/restrictions/budget.ts";
import { learnMemory } from "../../src/proof/learn/lessons/memory.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { ImageSummary, EngineSession } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";

const mebibyte = 1024 * 1024;

/** Containers that take what they can get, on an engine whose limits are low enough for any machine. */
// Tasks are taken after a second: the watch begins when the engine has answered the start, in which time 60 are made but not 4,096.
let session: EngineSession;
let imageSummary: ImageSummary;
beforeAll(async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  session = await openEngineSession(engine, {
    progress: () => {},
    safety: {
      memoryBytes: 64 * mebibyte,
      tasks: 60,
      diskBytes: 96 * mebibyte,
      files: 2_000,
      logBytes: 2 * mebibyte,
      answerBytes: 4 * mebibyte,
    },
  });
  imageSummary = (await inspectImage(engine, tinyImage)) as ImageSummary;
});
afterAll(async () => session[Symbol.asyncDispose]());

/** A shell script that goes on for ever unless it is stopped. */
function workload(script: string, more: Partial<Workload> = {}): Workload {
  return {
    ready: { kind: "running", forMs: 8_000 },
    readyTimeoutMs: 60_000,
    steps: [],
    stop: { timeoutMs: 500, exitCodes: [0, 137] },
    restart: false,
    env: {},
    volumes: [],
    entrypoint: ["sh", "-c"],
    command: [script],
    ...more,
  };
}

const trial = (script: string, more: Partial<Workload> = {}) =>
  runTrial(session, {
    id: "t1",
    title: "hostile",
    image: tinyImage,
    imageSummary,
    workload: workload(script, more),
    restrictions: {},
    permit,
  });

const idle = "while :; do sleep 1; done";
/** A shell ends once a fork is refused: here it is one that is not the main process. */
const tooMany = `sleep 1; (for i in $(echo ${"1 ".repeat(90)}); do sleep 60 & done); exec sleep 60`;

type Case = [what: string, script: string, message: RegExp, more?: Partial<Workload>];

async function isStopped(_what: string, script: string, message: RegExp, more: Partial<Workload> = {}): Promise<void> {
  const { outcome, problems, limit } = await trial(script, { ready: { kind: "running", forMs: 25_000 }, ...more });
  expect(problems[0]).toMatch(message);
  expect(problems[0]).toMatch(/^the container reached hullproof's safety limit of /);
  expect(limit).toBe(problems[0]);
  expect(outcome).toBe("breaks");
}

describe("a container that takes what it can get is stopped, and its limit is named first", () => {
  // A refused fork is known from a file that is read each few milliseconds: nothing else runs in this process meanwhile.
  it.each<Case>([
    ["processes", tooMany, /limit of 60 tasks$/],
    ["a fork bomb", `sleep 1; f() { f & f; }; f; ${idle}`, /limit of 60 tasks$/],
    [
      "processes, and it ends by itself",
      `sleep 1; for i in $(echo ${"1 ".repeat(90)}); do sleep 60 & done; sleep 2`,
      /60 tasks$/,
    ],
    // So few that all of them must be made under the watch, and that they are not seen while others remove theirs.
    [
      "folders in folders",
      `sleep 1; i=0; while [ $i -lt 300 ]; do i=$((i+1)); mkdir x && cd x; done; ${idle}`,
      /limit of 2000 files$/,
    ],
  ])("%s", isStopped);
});

// Three lanes. What fills the disk is one of them: the free room of one file system is what all of its cases look at.
const inTurn = { concurrent: false };

describe.concurrent("a container that fills the disk is stopped, and its limit is named first", () => {
  it.each<Case>([
    ["its own layer", `dd if=/dev/zero of=/big bs=1M count=400; ${idle}`, /limit of 96 MiB on disk$/],
    [
      "its own layer in pieces",
      `i=0; while [ $i -lt 400 ]; do i=$((i+1)); dd if=/dev/zero of=/f$i bs=1M count=1 2>/dev/null; done; ${idle}`,
      /96 MiB on disk$/,
    ],
    [
      "a volume",
      `dd if=/dev/zero of=/data/big bs=1M count=400; ${idle}`,
      /limit of 96 MiB on disk$/,
      { volumes: [{ name: "data", path: "/data" }] },
    ],
    [
      "a volume with an owner",
      `dd if=/dev/zero of=/data/big bs=1M count=400; ${idle}`,
      /limit of 96 MiB on disk$/,
      { volumes: [{ name: "data", path: "/data", owner: "0:0" }] },
    ],
    [
      "a file without a name",
      `exec 9>/gone; rm /gone; dd if=/dev/zero bs=1M count=400 >&9; ${idle}`,
      /96 MiB on disk$/,
    ],
    ["files", `i=0; mkdir /d; while [ $i -lt 6000 ]; do i=$((i+1)); : > /d/$i; done; ${idle}`, /limit of 2000 files$/],
  ])("%s", inTurn, isStopped);

  it("holes in a file are no room on disk", inTurn, async () => {
    const { limit, outcome } = await trial(`dd if=/dev/zero of=/holes bs=1 count=1 seek=2000000000; ${idle}`, {
      ready: { kind: "running", forMs: 2_000 },
    });
    expect([outcome, limit]).toEqual(["passes", undefined]);
  });
});

describe.concurrent("a container that fills memory or its log is stopped, and its limit is named first", () => {
  it.each<Case>([
    ["memory", `x=$(tail -c 200m /dev/zero | tr '\\0' a); ${idle}`, /limit of 64 MiB of memory$/],
    [
      "memory, by a child that no one waits for",
      `(x=$(tail -c 200m /dev/zero | tr '\\0' a)) & ${idle}`,
      /limit of 64 MiB of memory$/,
    ],
    [
      "shared memory",
      `dd if=/dev/zero of=/dev/shm/a bs=1M count=60; dd if=/dev/zero of=/dev/shm/b bs=1M count=60; x=$(tail -c 30m /dev/zero | tr '\\0' a); ${idle}`,
      /64 MiB of memory$/,
    ],
    ["its log", `while :; do echo ${"y".repeat(200)}; done`, /limit of 2 MiB of log$/],
    ["its log in tiny lines", "while :; do echo; done", /limit of 2 MiB of log$/],
    ["its log on stderr without line ends", "cat /dev/zero >&2", /limit of 2 MiB of log$/],
  ])("%s", inTurn, isStopped);

  it("limits that were asked for are not ours", inTurn, async () => {
    const restricted = async (restrictions: Parameters<typeof runTrial>[1]["restrictions"], script: string) =>
      runTrial(session, {
        id: "t1",
        title: "asked",
        image: tinyImage,
        imageSummary,
        workload: workload(script),
        restrictions,
        permit,
      });
    const memory = await restricted({ memoryBytes: 16 * mebibyte }, `x=$(tail -c 40m /dev/zero | tr '\\0' a); exit 3`);
    expect(memory.limit).toBeUndefined();
    const pids = await restricted({ pids: 10 }, `for i in $(echo ${"1 ".repeat(20)}); do sleep 60 & done; exit 3`);
    expect(pids.limit).toBeUndefined();
  });
});

describe.concurrent("what is beside a container has the limits, too", () => {
  it("a companion that reaches a limit is named", inTurn, async () => {
    const { problems } = await trial(idle, {
      ready: { kind: "running", forMs: 5_000 },
      companions: [
        {
          name: "filler",
          image: tinyImage,
          aliases: [],
          env: {},
          volumes: [],
          entrypoint: ["sh", "-c"],
          command: [`sleep 1; while :; do echo ${"y".repeat(200)}; done`],
          ready: { kind: "running", forMs: 100 },
          readyTimeoutMs: 10_000,
        },
      ],
    });
    expect(problems[0]).toBe("companion filler: the container reached hullproof's safety limit of 2 MiB of log");
  });

  it("an exec whose output never ends is cut off", inTurn, async () => {
    const steps: Workload["steps"] = [
      { kind: "exec", name: "endless", command: ["cat", "/dev/zero"], exitCode: 0, timeoutMs: 60_000 },
    ];
    const { problems } = await trial(idle, { ready: { kind: "running", forMs: 100 }, steps });
    expect(problems[0]).toMatch(/endless: .*printed more than 4 MiB, hullproof's safety limit/);
  });

  it("every container of the run has the limits, helpers too", inTurn, async () => {
    const { createContainer } = await import("../../src/sources/engine/containers/containers.ts");
    await using container = await createContainer(
      session,
      { image: tinyImage, command: ["true"], network: "none" },
      permit,
    );
    const { HostConfig: host } = await session.engine.call<{ HostConfig: Record<string, unknown> }>({
      method: "GET",
      path: `/containers/${container.id}/json`,
    });
    expect(host).toMatchObject({
      Memory: 64 * mebibyte,
      MemorySwap: 64 * mebibyte,
      PidsLimit: 60,
      LogConfig: { Type: "json-file", Config: { "max-size": String(2 * mebibyte), "max-file": "2" } },
    });
  });

  it(
    "where the disk and the log cannot be watched from here, a full log is known by what is read of it",
    inTurn,
    async () => {
      const { createContainer } = await import("../../src/sources/engine/containers/containers.ts");
      const elsewhere = { ...session.engine, info: { ...session.engine.info, sameKernel: false } };
      await using remote = await openEngineSession(elsewhere, { progress: () => {}, safety: { ...session.safety } });
      const spec = {
        image: tinyImage,
        command: ["sh", "-c", "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); echo; done"],
      };
      await using container = await createContainer(remote, { ...spec, network: "none" }, permit);
      await container.start();
      await container.wait(60_000);
      expect(await container.limit()).toBeUndefined();
      const { stdout } = await container.logs();
      expect(stdout.length).toBeLessThanOrEqual(4 * mebibyte + 100);
      expect(await container.limit()).toBe("the container reached hullproof's safety limit of 2 MiB of log");
    },
  );
});

it("nothing is learned from a container that its original state takes to a limit", async () => {
  const learning = runReference(session, {
    image: tinyImage,
    imageSummary,
    workload: workload(tooMany),
    permit,
    trialIds: trialIds(),
    progress: () => {},
  });
  await expect(learning).rejects.toMatchObject({
    code: "safety-limit",
    message: expect.stringMatching(
      /without any restriction: the container reached hullproof's safety limit of 60 tasks/,
    ) as string,
    hint: expect.stringMatching(/HULLPROOF_LIMITS/) as string,
  });
});

it("a page cache that our limit held is no measure of what the container needs", async () => {
  // On a fast disk it would be over before the first look at its cgroup.
  const reading =
    "for i in 1 2 3 4 5 6 7 8; do dd if=/dev/zero of=/f$i bs=1M count=10 2>/dev/null; sync; cat /f$i > /dev/null; done; sleep 1";
  const request = {
    image: tinyImage,
    imageSummary,
    workload: workload(reading, { ready: { kind: "ended" }, stop: { timeoutMs: 500, exitCodes: [0] } }),
    permit,
    trialIds: trialIds(),
    progress: () => {},
  };
  const base = await runReference(session, request);
  expect(Math.max(...base.trials.map(({ usage }) => usage.memoryPeakBytes ?? 0))).toBeGreaterThan(62 * mebibyte);
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const { memoryBytes, because } = await learnMemory(runner, {}, { pids: 64, cpus: 1 });
  // Beside the room that full /dev and /dev/shm would take.
  expect(memoryBytes - fullTmpfs({}).bytes).toBeLessThan(64 * mebibyte);
  expect(because["memoryBytes"]?.[0]).toMatch(/filled hullproof's safety limit of 64 MiB, so it is left out/);
});
