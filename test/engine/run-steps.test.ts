import { afterAll, beforeAll, expect, test } from "vitest";
import type { Step } from "../../src/domain/workload/step.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permitFor } from "../permits.ts";
import { proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";

let session: EngineSession;
let web: ProofImage;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  const files = [{ path: "www/index.html", content: "hello\n" }];
  web = await proofImage(session, "run-steps", `echo up; ${serve}`, { files });
});
afterAll(() => session[Symbol.asyncDispose]());

const tryOut = async (workload: Workload, image = web) => {
  const permit = await permitFor(workload);
  return runTrial(session, { id: "t1", title: "tried", ...image, workload, permit, restrictions: {} });
};
/** For a shell. */
const connects = `"${process.execPath}" -e 'require("node:net").connect(process.env.HULLPROOF_PORT, "127.0.0.1").end()'`;

test("a command of the host that neither connects nor executes did not touch the container", async () => {
  const docker = 'docker exec "$HULLPROOF_CONTAINER" true';
  const run = (name: string, script: string): Step => ({
    kind: "run",
    name,
    command: ["sh", "-c", script],
    exitCode: 0,
    timeoutMs: 20_000,
  });
  const workload = webWorkload({
    restart: false,
    // It runs beside the steps, over the container's own loopback.
    ready: { kind: "health" },
    ports: [{ port: 8080, protocol: "tcp" }],
    steps: [run("elsewhere", "sleep 2"), run("connects", connects), run("executes", docker)],
  });
  const healthcheck = { Test: ["CMD-SHELL", "wget -q -O - http://127.0.0.1:8080/"], Interval: 5e8 };
  const trial = await tryOut(workload, { ...web, imageSummary: { ...web.imageSummary, healthcheck } });
  expect(trial.lives[0]?.steps.map(({ name, ok }) => [name, ok])).toEqual([
    ["elsewhere", false],
    ["connects", true],
    ["executes", true],
  ]);
  expect(trial.problems.join("\n")).toContain("elsewhere: did not touch the container");
  // Nothing can connect where nothing is published: work may come by files.
  const portless = webWorkload({
    restart: false,
    ready: { kind: "log", pattern: "up" },
    steps: [run("files", "true")],
  });
  expect((await tryOut(portless)).problems).toEqual([]);
});
