import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { controlUnderLoad } from "../../src/proof/experiment/control.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { proveTogether } from "../../src/proof/learn/prove-together.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { exitCodeOf } from "../../src/reports/content/exit-code.ts";
import { reportVerdict } from "../../src/reports/content/verdict.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { droppingServer } from "./dropping-server.ts";
import { long } from "../long.ts";
import { get, proofImage, webWorkload } from "./proof-image.ts";

let session: EngineSession;
let program: Buffer | undefined;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  await using built = await compiled(droppingServer);
  program = built?.bytes;
});
afterAll(() => session[Symbol.asyncDispose]());

const server = () =>
  proofImage(session, "stops", "true", {
    files: [{ path: "server", mode: 0o755, content: program ?? "" }, { path: "srv/" }],
  });

test.runIf(long)(
  "reports a stop code of the original separately, and omits an init process that needs KILL",
  async ({ skip }) => {
    if (program === undefined) return skip(noCompiler);
    const image = await server();
    const workload = webWorkload({
      entrypoint: ["/server"],
      command: ["request=3", "zombie", "exit=3"],
      steps: [get("/")],
    });
    const progress = () => {};
    const { profile, trials, witnesses, proofs } = await learn(session, {
      ...image,
      imageName: "stops",
      workload,
      progress,
    });

    const proof = { trials, profile, witnesses, proofs, ...(profile.provenFor && { provenFor: profile.provenFor }) };
    const tool = { name: "hullproof", version: "1" } as const;
    const report: Report = { schemaVersion: 2, tool, targets: [], rules: [], findings: [], proof };
    const { word, sentence, detail } = reportVerdict(report);
    expect([word, exitCodeOf(report)], detail).toEqual(["Proven", 0]);
    expect(detail).toContain(
      "since the original does the same (exit code 3 at stop, expected 0): declare workload.stop.exitCodes: [0, 3]",
    );
    expect(sentence).toMatch(/processes watched for \d+ s$/u);
    expect(proofs.find(({ claim }) => claim === "the original stops as declared")?.verdict).toBe("breaks");

    expect(profile.capabilities.required).toEqual(["SETGID", "SETUID"]);
    expect(profile.init).toBeUndefined();
    expect(profile.because["init"]?.at(-1)).toContain("privilege of its own");
    expect(profile.provenFor?.watched).toMatchObject({ method: "proc" });
    expect(profile.provenFor?.watched).not.toHaveProperty("changing");
  },
  900_000,
);

test("omits an init process that breaks the whole profile only under load", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const workload = webWorkload({
    entrypoint: ["/server"],
    command: ["request=5", "exit=3"],
    steps: [get("/")],
    restart: false,
    stop: { timeoutMs: 2000, exitCodes: [0, 3] },
  });
  const request = { ...(await server()), trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, { ...request, workload });
  const load = await controlUnderLoad(session, {
    ...request,
    workload: { ...workload, load: { clients: 4, forMs: 1500 } },
    before: base.trials,
  });
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
    load,
  });
  const restrictions = { dropAll: true, addCapabilities: ["SETGID", "SETUID"] as const, user: "0:0" };
  const together = await proveTogether(runner.underLoad, { ...restrictions, init: true }, []);
  expect(together.proof.verdict, together.proof.detail).toBe("holds");
  expect(together.restrictions).toEqual(restrictions);
  // What it drops with a request that only the load brings has to be dropped in each trial under load.
  const kept = await runner.underLoad.run("without SETUID", { ...restrictions, addCapabilities: ["SETGID"] });
  expect(kept.problem).toMatch(/server .*uid/u);
});

test("accepts a stop code that the original only has under load", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const workload = webWorkload({
    entrypoint: ["/server"],
    command: ["request=12", "then=3"],
    steps: [get("/")],
    restart: false,
    load: { clients: 4, forMs: 500 },
  });
  const control = await controlUnderLoad(session, {
    ...(await server()),
    trialIds: trialIds(),
    progress: () => {},
    workload,
  });
  expect(control.provenFor).toMatchObject({ clients: 4 });
  expect(control.reference?.workload.stop.exitCodes).toEqual([0, 3]);
  expect(control.reference?.uncleanStop).toContain("exit code 3");
});
