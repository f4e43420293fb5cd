import { afterAll, beforeAll, expect, test } from "vitest";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { controlUnderLoad } from "../../src/proof/experiment/control.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnPids, tasksFor } from "../../src/proof/learn/lessons/pids.ts";
import { clientsTimes, measureMany } from "../../src/proof/learn/many-clients.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { proofImage, serve, webWorkload } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

/** A client that takes some tasks of its own for as long as all others need to come. */
const busy = ["sh", "-c", "for i in 1 2 3 4 5 6; do sleep 2 & done; wait"];

test("has room for the tasks of five times the clients that use exec", { timeout: 240_000 }, async () => {
  const page = { path: "www/index.html", mode: 0o644, content: "hello" };
  const image = await proofImage(session, "exec-load", serve, { files: [page] });
  const load = { clients: 3, forMs: 1000 };
  const workload = webWorkload({
    steps: [{ kind: "exec", name: "client", command: busy, exitCode: 0, timeoutMs: 20_000 }],
    restart: false,
  });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, request);
  const control = await controlUnderLoad(session, {
    ...request,
    workload: { ...base.workload, load },
    before: base.trials,
    observe: [],
  });
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
    load: control,
  });
  const many = await measureMany(runner, "many", {});
  const tasks = tasksFor(runner, undefined, many);
  const { pids, restrictions } = await learnPids(runner, {}, tasks, undefined);
  const clients = clientsTimes * load.clients;
  // Of each its shell and six more.
  expect(pids).toBeGreaterThan(clients * 7);
  const trial = await runner.underLoad.measure(
    "five times the clients under the limit",
    restrictions,
    { ...workload, load: { clients, forMs: 1000 } },
    { quiet: true },
  );
  const steps = trial.lives[0]?.load?.steps ?? [];
  expect(steps.map(({ name, failed }) => [name, failed])).toEqual([["client", 0]]);
  expect(trial.ranOut ?? []).toEqual([]);
  // No room without end either.
  expect(pids).toBeLessThan(clients * 7 * 8);
});
