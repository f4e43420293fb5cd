import { afterAll, beforeAll, expect, test } from "vitest";
import type { Capability } from "../../src/domain/profile/capability.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { openBackground } from "../../src/proof/experiment/background.ts";
import { emptyCache } from "../../src/proof/experiment/result-cache.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnCapabilities } from "../../src/proof/learn/lessons/capabilities.ts";
import { learnUser } from "../../src/proof/learn/lessons/user.ts";
import { observeReference } from "../../src/proof/learn/observe-reference.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { long } from "../long.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { droppingServer } from "./dropping-server.ts";
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
  proofImage(session, "drops", "true", {
    files: [{ path: "server", mode: 0o755, content: program ?? "" }, { path: "srv/" }],
  });
/** A workload of one request, as a page that is looked at once. */
const workloadOf = (args: readonly string[], changes: Partial<Workload> = {}) =>
  webWorkload({ entrypoint: ["/server"], command: args, steps: [get("/")], restart: false, ...changes });

/** User and capabilities, as the lessons learn them from the original that runs on. */
async function lessonsOf(args: readonly string[], on: EngineSession = session, asRoot = false) {
  await using background = openBackground();
  const workload = workloadOf(args);
  const request = {
    ...(await server()),
    workload,
    progress: () => {},
    trialIds: trialIds(),
    known: emptyCache,
    background,
  };
  const { reference: base, seen, watched } = await observeReference(on, request);
  const runner = createExperimentRunner(on, {
    ...request,
    reference: base,
    workload: base.workload,
    stage: "learn",
    watched,
  });
  const user = asRoot ? undefined : await learnUser(runner, {}, seen.processes, async () => []);
  const current = user?.restrictions ?? { user: "0:0" };
  const { required, because, witnesses } = await learnCapabilities(
    runner,
    current,
    seen.capabilities,
    current.user === "0:0",
  );
  const original = await watched;
  const told = JSON.stringify(runner.trials.map(({ title, outcome, problems }) => [title, outcome, problems]));
  return {
    told,
    user: current.user,
    required,
    because,
    witnesses,
    trials: runner.trials.length - base.ran.length,
    original,
  };
}

type Case = [args: readonly string[], required: readonly Capability[], problem: RegExp];
const cases: readonly Case[] = [
  [["after=5"], ["SETGID", "SETUID"], /server runs with uid 0, the reference trial's has 65534 after \d+ s/u],
  [["request=3"], ["SETGID", "SETUID"], /server runs with uid 0, .* has 65534/u],
];
const moreCases: readonly Case[] = [
  [["after=12", "by=setresuid"], ["SETGID", "SETUID"], /server runs with uid 0, .* has 65534/u],
  [["after=6", "strict"], ["SETGID", "SETUID"], /exited with code 7|exit code 7/u],
  [["after=9", "by=chroot"], ["SYS_CHROOT"], /has the root directory \/, the reference trial's has \/srv/u],
];

test.each<Case>([...cases, ...(long ? moreCases : [])])(
  "keeps the privileges of a server that drops them late: %j",
  async (args, required, problem) => {
    if (program === undefined) return;
    const learned = await lessonsOf(args);
    const { reason } = learned.original as { readonly reason?: string };
    expect([learned.user, reason], learned.told).toEqual(["0:0", undefined]);
    expect(learned.required).toEqual(required);
    expect(learned.witnesses.map(({ value }) => value)).toEqual(required);
    expect(learned.witnesses.map(({ problem }) => problem).join("\n")).toMatch(problem);
  },
);

test.runIf(long)("judges a short-lived helper that drops privileges late by the kernel's trace", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const { required, witnesses } = await lessonsOf(["after=12", "by=helper"], session, true);
  expect(required).toEqual(["SETGID", "SETUID"]);
  expect(witnesses.map(({ problem }) => problem).join("\n")).toMatch(
    /ends with the uid that the container starts with/u,
  );
});

test("grants nothing to a server that stays root, without additional trials", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const { required, trials, original, told } = await lessonsOf([]);
  expect(required).toEqual([]);
  expect(trials, told).toBe(2);
  expect(original).toMatchObject({ lives: [{ watch: { processes: { method: "proc" } } }] });
});

test.runIf(long)("watches ids and groups if only the engine can be queried", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const { engine } = session;
  const remote: EngineSession = { ...session, engine: { ...engine, info: { ...engine.info, sameKernel: false } } };
  const { user, required, original } = await lessonsOf(["after=5"], remote);
  expect([user, required]).toEqual(["0:0", ["SETGID", "SETUID"]]);
  expect(original).toMatchObject({ lives: [{ watch: { processes: { method: "top" } } }] });
});
