import { afterAll, beforeAll, expect, test } from "vitest";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { emptyCache } from "../../src/proof/experiment/result-cache.ts";
import { observeReference } from "../../src/proof/learn/observe-reference.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { get, proofImage, serve, webWorkload } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const page = { path: "www/index.html", content: "hello\n" };
const main = `echo up; ${serve}`;
const workload = webWorkload({ steps: [get("/", 200, "^hello")], restart: false });

test("runs the HEALTHCHECK next to a declared readiness probe: its calls are traced, and its failure breaks the trial", async () => {
  const check = "HEALTHCHECK CMD ln -sf /www /srv/alive && wget -q -O /dev/null http://127.0.0.1:8080/";
  const image = await proofImage(session, "checked", main, { files: [page, { path: "srv/" }], changes: [check] });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {}, known: emptyCache };
  const { reference: base, seen } = await observeReference(session, request);
  // Nothing waits for the engine's own check, whose default interval is 30 s.
  expect(Math.max(...base.trials.map(({ lives }) => lives[0]?.health?.ms ?? Infinity))).toBeLessThan(10_000);
  expect(base.trials.map(({ lives }) => lives[0]?.health?.status)).toEqual(["healthy", "healthy"]);
  if (seen.system.syscalls.method === "tracepoint")
    expect(seen.system.syscalls.names.some((name) => name.startsWith("symlink"))).toBe(true);
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const result = await runner.run("read-only root", { readOnlyRootfs: true });
  expect(result.passes).toBe(false);
  expect(result.problem).toMatch(
    /^HEALTHCHECK: unhealthy \(exit code 1.*Read-only file system.*\), the original is healthy/u,
  );
});

test("ignores NONE and a check that the original fails, and waits for a late one", async () => {
  const once = async (name: string, healthcheck: string) => {
    const image = await proofImage(session, name, main, { files: [page], changes: [healthcheck] });
    const trial = await runTrial(session, { id: "t1", title: name, ...image, workload, restrictions: {} });
    expect(trial.problems).toEqual([]);
    return trial.lives[0]?.health;
  };
  expect(await once("unchecked", "HEALTHCHECK NONE")).toBeUndefined();
  expect(await once("never-healthy", "HEALTHCHECK --retries=2 CMD false")).toMatchObject({
    status: "unhealthy",
    runs: 2,
  });
  const late =
    "HEALTHCHECK --start-period=20s --retries=1 CMD if [ -e /tmp/b ]; then exit 0; fi; [ ! -e /tmp/a ] || touch /tmp/b; touch /tmp/a; exit 1";
  expect(await once("late", late)).toMatchObject({ status: "healthy", runs: 3 });
});
