import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Load, Workload } from "../../src/domain/workload/workload.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { controlUnderLoad } from "../../src/proof/experiment/control.ts";
import type { ExperimentRunner } from "../../src/proof/experiment/experiment-runner.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { withLoad } from "../../src/proof/workload/with-load.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permitFor } from "../permits.ts";
import { cgi, get, proofImage, serve, webWorkload } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const files = [
  cgi("set", 'echo "$QUERY_STRING" > /dev/shm/drawn; echo; echo kept'),
  cgi("drawn", "echo; echo requests $(cat /dev/shm/drawn) in all"),
  cgi("who", "echo; id -u"),
];

/** A runner whose container answers with a number that the host draws for each run: `drawn` first, the count of the run from then on. */
async function lottery(drawn: readonly number[], load?: Load): Promise<ExperimentRunner> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  // Headers of busybox's httpd end without a carriage return.
  const draw = `const { appendFileSync, readFileSync } = require("node:fs");
    const file = process.argv[1];
    appendFileSync(file, "x");
    const n = readFileSync(file).length;
    const drawn = ${JSON.stringify(drawn)}[n - 1] ?? n;
    const url = process.env.HULLPROOF_URL + "/cgi-bin/set?" + drawn;
    require("node:http").get(url, { insecureHTTPParser: true }, (answer) => answer.resume());`;
  const command = [process.execPath, "-e", draw, join(folder, "runs")];
  const steps: Workload["steps"] = [
    { kind: "run", name: "draw", command, exitCode: 0, timeoutMs: 20_000 },
    get("/cgi-bin/drawn"),
    get("/cgi-bin/who"),
  ];
  const workload = webWorkload({ restart: false, steps });
  const image = await proofImage(session, "lottery", serve, { files });
  const request = { ...image, workload, permit: await permitFor(workload), trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, request);
  const asked = withLoad(base.workload, load);
  const control = load && (await controlUnderLoad(session, { ...request, workload: asked, before: base.trials }));
  const runner = { ...request, workload: asked, reference: base, stage: "learn", ...(control && { load: control }) };
  return createExperimentRunner(session, runner).underLoad;
}

const onceMore = ({ trials }: ExperimentRunner): string[] =>
  trials.filter(({ title }) => title.startsWith("the original once more")).map(({ outcome }) => outcome);

test("detects varying responses by a third original if two agree by chance", async () => {
  const runner = await lottery([7, 7]);
  const result = await runner.run("as root", { user: "0:0" });
  expect(result.problem).toBe("");
  expect(result.trials).toHaveLength(1);
  expect(onceMore(runner)).toEqual(["passes"]);
  // A number that really differs does so each time: three runs say so, and the original is asked a few times for all questions.
  const other = await runner.run("as another user", { user: "65534:65534" });
  expect(other.passes).toBe(false);
  expect(other.problem).toContain("cgi-bin/who: answers otherwise than the original");
  expect(other.trials.map(({ outcome }) => outcome)).toEqual(["breaks", "breaks", "breaks"]);
  expect(onceMore(runner)).toEqual(["passes", "passes", "passes"]);
  const third = await runner.run("as a third user", { user: "65533:65533" });
  expect(third.passes).toBe(false);
  expect(onceMore(runner)).toHaveLength(3);
});

test("runs a fourth original before a number counts if three agree by chance", async () => {
  const runner = await lottery([7, 7, 8, 7, 8]);
  const result = await runner.run("as root", { user: "0:0" });
  expect(result.problem).toBe("");
  expect(result.trials).toHaveLength(1);
  expect(onceMore(runner)).toEqual(["passes", "passes"]);
});

test.runIf(long)("runs the third original under load for a trial under load", async () => {
  const runner = await lottery([7, 7, 7, 7], { clients: 2, forMs: 300 });
  const before = runner.trials.length;
  const result = await runner.run("as root", { user: "0:0" });
  expect(result.problem).toBe("");
  const [trial, third] = runner.trials.slice(before).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(trial?.title).toBe("as root, 2 at once");
  expect(third?.title).toContain("the original once more");
  expect(third?.lives[0]?.load?.clients).toBe(2);
});

test("runs no third original if the first two already differ in the only difference", async () => {
  const runner = await lottery([7, 8]);
  expect((await runner.run("as root", { user: "0:0" })).passes).toBe(true);
  expect(onceMore(runner)).toEqual([]);
});

test("does not require files that stay in a queue only under load", async () => {
  const folders = ["q", "done"].map((name) => ({ path: `var/spool/${name}`, mode: 0o777, type: "dir" as const }));
  // Who comes while another one is served leaves its mail for later.
  const take =
    "id=$(cat /proc/sys/kernel/random/uuid); echo $id > /var/spool/done/last; if mkdir /tmp/busy; then sleep 0.2; rmdir /tmp/busy; else echo $id > /var/spool/q/$id; fi; echo; echo taken";
  const image = await proofImage(session, "queue-under-load", serve, { files: [...folders, cgi("take", take)] });
  const workload = webWorkload({ restart: false, steps: [get("/cgi-bin/take")] });
  const request = { ...image, workload, permit: await permitFor(workload), trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, request);
  const asked = withLoad(base.workload, { clients: 4, forMs: 500 });
  const paths = async (before: typeof base.trials | undefined) => {
    const { reference: loaded } = await controlUnderLoad(session, {
      ...request,
      workload: asked,
      ...(before && { before }),
    });
    return loaded?.noise.lives[0]?.files?.written.filter((path) => path.startsWith("/var/spool"));
  };
  expect(await paths(undefined)).toHaveLength(2);
  expect(await paths(base.trials)).toEqual(["/var/spool/done/last"]);
});
