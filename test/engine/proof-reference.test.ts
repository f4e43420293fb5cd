import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Failure } from "../../src/domain/failure.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permitFor } from "../permits.ts";
import { objectsOf } from "./fixture.ts";
import { cgi, get, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const failureOf = (image: ProofImage, workload: Workload): Promise<Failure> =>
  runReference(session, { ...image, workload, trialIds: trialIds(), progress: () => {} }).then(
    () => expect.unreachable("the baseline passed"),
    (error: Failure) => error,
  );

const page = { path: "www/index.html", content: "hello\n" };
const containersLeft = async () => (await objectsOf(session.engine, session.id)).filter((name) => name.startsWith("/"));

test("returns two passing trials, their noise and their usage", async () => {
  const clock = cgi("clock", "echo; date; echo serial $$; echo constant");
  const image = await proofImage(session, "steady", `echo listening on 8080; ${serve}`, { files: [page, clock] });
  const workload = webWorkload({ steps: [get("/", 200, "^hello"), get("/cgi-bin/clock")] });
  const { trials, noise, ran } = await runReference(session, {
    ...image,
    workload,
    trialIds: trialIds(),
    progress: () => {},
  });
  expect(ran.map(({ id, outcome }) => [id, outcome])).toEqual([
    ["t1", "passes"],
    ["t2", "passes"],
  ]);
  expect(trials[0].lives).toHaveLength(2);
  expect(trials[0].lives[1]?.exitCode).toBe(0);
  expect(noise.log.constant).toContain("listening on 0");
  expect(trials[0].usage.memoryPeakBytes).toBeGreaterThan(100_000);
  expect(trials[0].usage.memoryPeakBytes).toBeLessThan(100_000_000);
  expect(await containersLeft()).toEqual([]);
});

test.runIf(long)("accepts and reports a container that ignores its stop signal", async () => {
  const image = await proofImage(
    session,
    "stubborn",
    `trap "" TERM; httpd -f -p 8080 -h /www & while :; do sleep 0.1; done`,
    { files: [page] },
  );
  const workload = webWorkload({ steps: [get("/", 200)], stop: { timeoutMs: 1500, exitCodes: [0] } });
  const base = await runReference(session, { ...image, workload, trialIds: trialIds(), progress: () => {} });
  expect(base.uncleanStop).toContain("did not stop within 1500 ms");
  expect(base.workload.stop.exitCodes).toEqual([0, 137, 143]);
  expect(base.ran.map(({ problems }) => problems)).toEqual([["did not stop within 1500 ms and was killed"], [], []]);
  expect(base.trials.map(({ lives }) => lives.length)).toEqual([2, 2]);
  expect([...base.noise.cleanExitCodes]).toEqual([0, 137, 143]);
});

test("reports a container that exits early at once, with its last log lines", async () => {
  const image = await proofImage(session, "broken", "echo no configuration found >&2; exit 7");
  const begin = performance.now();
  const failure = await failureOf(image, webWorkload({ readyTimeoutMs: 60_000 }));
  expect(performance.now() - begin).toBeLessThan(20_000);
  expect(failure.code).toBe("never-ready");
  expect(failure.message).toContain("exited with code 7");
  expect(failure.message).toContain("no configuration found");
  expect(failure.hint).toContain("docker run");
  expect(await containersLeft()).toEqual([]);
});

test("does not call a container that ends by itself flaky", async () => {
  const image = await proofImage(session, "one-shot", "echo done");
  const workload = webWorkload({ ready: { kind: "running", forMs: 500 }, steps: [] });
  const failure = await failureOf(image, workload);
  expect(failure.code).toBe("never-ready");
  expect(failure.message).toContain("exited with code 0");
});

test("gives up on a container that never listens after the ready time", async () => {
  const image = await proofImage(session, "deaf", 'trap "exit 0" TERM; echo waiting for a database; sleep 100 & wait');
  const failure = await failureOf(image, webWorkload({ readyTimeoutMs: 1000 }));
  expect(failure.code).toBe("never-ready");
  expect(failure.message).toContain("not ready within 1000 ms (TCP port 8080: no one listens)");
  expect(failure.message).toContain("waiting for a database");
  expect(failure.hint).toContain("workload.ready");
});

test.runIf(long)("reports a step that fails every other time as flaky, with its rate", async () => {
  const toggle = cgi(
    "toggle",
    "if [ -e /tmp/n ]; then rm /tmp/n; echo 'Status: 500 No'; else touch /tmp/n; fi; echo; echo x",
  );
  const image = await proofImage(session, "flaky", serve, { files: [toggle] });
  const failure = await failureOf(image, webWorkload({ steps: [get("/cgi-bin/toggle")] }));
  expect(failure.code).toBe("workload-flaky");
  expect(failure.message).toMatch(
    /"GET \/cgi-bin\/toggle" passed 4 of 8 times \(status 500, expected 200\).*broke in 4 of 4 runs/u,
  );
});

test("blames the workload for a step that always fails", async () => {
  const image = await proofImage(session, "empty", serve, { files: [page] });
  const failure = await failureOf(image, webWorkload({ steps: [get("/"), get("/nothing-here")] }));
  expect(failure.code).toBe("workload-fails");
  expect(failure.message).toContain("GET /nothing-here: status 404, expected 200");
});

test("supports exec and signal steps, a log probe, and a restart on the same file system", async () => {
  const main =
    'trap "exit 0" TERM; trap "echo reloaded >> /tmp/state; echo ready again" HUP; echo started >> /tmp/state; echo ready; while :; do sleep 0.1; done';
  const image = await proofImage(session, "signals", main);
  const workload = webWorkload({
    ready: { kind: "log", pattern: "^ready$" },
    steps: [
      { kind: "signal", name: "reload", signal: "SIGHUP" },
      {
        kind: "exec",
        name: "state",
        command: ["sh", "-c", "sleep 0.3; cat /tmp/state; test -e /tmp/state"],
        exitCode: 0,
        output: "reloaded\n$",
      },
      { kind: "exec", name: "fails as it should", command: ["sh", "-c", "exit 3"], exitCode: 3 },
    ],
  });
  const trial = await runTrial(session, { id: "t1", title: "signals", ...image, workload, restrictions: {} });
  expect(trial.problems).toEqual([]);
  expect(trial.lives.map(({ steps }) => steps[1]?.body)).toEqual([
    "started\nreloaded\n",
    "started\nreloaded\nstarted\nreloaded\n",
  ]);
});

test("reports an OOM kill", async () => {
  // 64 MiB of zeros in one variable do not fit into 24 MiB.
  const image = await proofImage(
    session,
    "hungry",
    'echo begin; x=$(dd if=/dev/zero bs=1024k count=64 | tr "\\0" x); echo ${#x}',
  );
  const trial = await runTrial(session, {
    id: "t1",
    title: "in 24 MiB",
    ...image,
    workload: webWorkload({ restart: false }),
    restrictions: { memoryBytes: 24 * 1024 * 1024 },
  });
  expect(trial.outcome).toBe("breaks");
  expect(trial.problems[0]).toMatch(/killed for lack of memory/u);
});

test("treats a start refused by the engine under a restriction as the trial's outcome", async () => {
  const image = await proofImage(session, "nobody", serve);
  const trial = await runTrial(session, {
    id: "t1",
    title: "as nobody",
    ...image,
    workload: webWorkload(),
    restrictions: { user: "no-such-user" },
  });
  expect(trial.outcome).toBe("breaks");
  expect(trial.problems[0]).toContain("no-such-user");
  expect(await containersLeft()).toEqual([]);
});

const connects = `"${process.execPath}" -e 'require("node:net").connect(process.env.HULLPROOF_PORT, "127.0.0.1").end()'`;

/** Twenty and more runs of a container. */

test.runIf(long)("accepts one break in twenty runs, and rejects one in five", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  try {
    const image = await proofImage(session, "seldom", serve, { files: [page] });
    // Each run counts up a file of the host.
    const breaking = async (name: string, condition: string) => {
      const count = `f=${join(folder, name)}; n=$(($(cat $f 2>/dev/null || echo 0) + 1)); echo $n > $f; ${connects} && test ${condition}`;
      const command = ["sh", "-c", count];
      const workload = webWorkload({
        restart: false,
        steps: [{ kind: "run", name: "now and then", command, exitCode: 0, timeoutMs: 10_000 }],
      });
      return { ...image, workload, permit: await permitFor(workload), trialIds: trialIds(), progress: () => {} };
    };
    const seldom = await runReference(session, await breaking("seldom", "$n != 2"));
    expect(seldom.rate).toEqual({ broke: 1, runs: 20 });
    expect(seldom.trials.map(({ id }) => id)).toEqual(["t1", "t3"]);
    const failure = await runReference(session, await breaking("often", "$((n % 5)) != 2")).then(
      () => expect.unreachable("it passed"),
      (error: Failure) => error,
    );
    expect(failure.code).toBe("workload-flaky");
    expect(failure.message).toMatch(/"now and then" passed 14 of 17 times|broke in 4 of 17 runs/u);
  } finally {
    await rm(folder, { recursive: true });
  }
});
