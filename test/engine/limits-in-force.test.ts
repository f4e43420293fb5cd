// An engine that takes limits and sets none is believed until the cgroup of a container shows it.
import { beforeAll, expect, test } from "vitest";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnCpus } from "../../src/proof/learn/lessons/cpus.ts";
import { ifEnforced } from "../../src/proof/learn/lessons/unenforced.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { readLimits } from "../../src/sources/engine/cgroups/limits.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine, EngineRequest } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";
import { forever } from "./fixture.ts";
import { get, proofImage, serve, webWorkload } from "./proof-image.ts";
import { long } from "../long.ts";

let real: Engine;
beforeAll(async () => {
  real = await connect();
  await ensureTinyImage(real);
});

/** The engine, which forgets these of what a container is to have. */
function forgetful(...fields: readonly string[]): Engine {
  const forget = (request: EngineRequest): EngineRequest => {
    if (request.path !== "/containers/create") return request;
    const body = structuredClone(request.body) as { HostConfig: Record<string, unknown> };
    for (const field of fields) delete body.HostConfig[field];
    return { ...request, body };
  };
  const info = { ...real.info, withoutLimits: [...real.info.withoutLimits] };
  return { ...real, info, call: (request) => real.call(forget(request)) };
}

const limits = { memoryBytes: 64 * 1024 * 1024, pids: 20, cpus: 0.5 };
const here = (test: { skip: (note: string) => void }) => {
  if (!real.info.sameKernel || real.info.withoutLimits.length > 0)
    test.skip("the engine's cgroups are not visible here");
};

test("reads enforced limits from the container's cgroup, without a note", async (test) => {
  here(test);
  const engine = forgetful();
  await using session = await openEngineSession(engine, { progress: () => {} });
  await using container = await createContainer(session, { image: tinyImage, command: forever, ...limits }, permit);
  await container.start();
  const { pid } = await container.state();
  expect(readLimits(pid, container.id)).toEqual({ memoryBytes: limits.memoryBytes, tasks: 20, cpus: 0.5 });
  expect([engine.info.withoutLimits, session.notes]).toEqual([[], []]);
});

test.for([
  ["memory", ["Memory", "MemorySwap"], "memory"],
  ["tasks", ["PidsLimit"], "tasks"],
  ["CPUs", ["NanoCpus"], "CPU quota"],
] as const)(
  "detects and reports an engine that does not enforce a limit of %s",
  async ([_what, fields, name], test) => {
    here(test);
    const engine = forgetful(...fields);
    await using session = await openEngineSession(engine, { progress: () => {} });
    for (let count = 0; count < 2; count++) {
      await using container = await createContainer(session, { image: tinyImage, command: forever, ...limits }, permit);
      await container.start();
    }
    expect(engine.info.withoutLimits).toEqual([name]);
    expect(session.notes.filter((note) => note.includes("not enforced"))).toEqual([
      expect.stringMatching(`^limits of ${name} are not enforced by this engine`),
    ]);
  },
);

test.runIf(long)("marks a limit learned on such an engine as unsure, though each trial passed", async (test) => {
  here(test);
  const engine = forgetful("NanoCpus");
  await using session = await openEngineSession(engine, { progress: () => {} });
  const image = await proofImage(session, "forgetful", serve, {
    files: [{ path: "www/index.html", content: "hello\n" }],
  });
  const workload = webWorkload({ steps: [get("/", 200, "^hello")], stop: { timeoutMs: 5000, exitCodes: [0] } });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, request);
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const most = { field: "cpus", value: engine.info.cpus, words: `${engine.info.cpus} CPUs` } as const;
  let passed = "";
  const lesson = await ifEnforced(engine.info, "CPU quota", most, async () => {
    const learned = await learnCpus(runner, {}, undefined);
    passed = learned.proofs.map(({ verdict }) => verdict).join();
    return learned;
  });
  expect(passed).toBe("holds");
  expect(lesson.proofs).toEqual([
    expect.objectContaining({ verdict: "unsure", detail: expect.stringContaining("enforces no limit of CPU quota") }),
  ]);
  expect(lesson.restrictions).toEqual({ cpus: engine.info.cpus });
});
