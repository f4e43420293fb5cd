import { afterAll, beforeAll, expect, test } from "vitest";
import type { Capability } from "../../src/domain/profile/capability.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnCapabilities } from "../../src/proof/learn/lessons/capabilities.ts";
import type { ObservedCapabilities } from "../../src/proof/observe/capabilities.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { carelessServer } from "./careless-server.ts";
import { droppingServer } from "./dropping-server.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { get, proofImage, webWorkload, type ProofImage } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
let program: Buffer | undefined;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  await using built = await compiled(carelessServer);
  program = built?.bytes;
});
afterAll(() => session[Symbol.asyncDispose]());

const once = (changes: Partial<Workload> = {}) => webWorkload({ steps: [get("/")], restart: false, ...changes });

async function serverImage(name: string): Promise<ProofImage> {
  return proofImage(session, name, "true", {
    files: [{ path: "server", mode: 0o755, content: program ?? "" }, { path: "srv/" }],
  });
}

async function runnerOf(image: ProofImage, workload: Workload, on: EngineSession = session) {
  const request = { ...image, workload, progress: () => {}, trialIds: trialIds() };
  const base = await runReference(on, request);
  return {
    runner: createExperimentRunner(on, { ...request, reference: base, workload: base.workload, stage: "learn" }),
    base,
  };
}

/** As if the kernel had shown these in use. */
const observed = (...names: Capability[]): ObservedCapabilities => ({
  method: "tracepoint",
  reason: "",
  capabilities: names.map((name) => ({ name, uses: 1, commands: ["server"] })),
});

test("breaks on a worker that kept privileges, for any response", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const workload = once({ entrypoint: ["/server"], command: [] });
  const { runner, base } = await runnerOf(await serverImage("careless"), workload);
  const worker = base.trials[0].lives[0]?.processes?.states.find(({ uids }) => uids[1] === 33);
  expect(worker).toMatchObject({ program: "/server", parents: ["/server"], root: "/srv", groups: [] });

  const { required, witnesses } = await learnCapabilities(
    runner,
    {},
    observed("CHOWN", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    true,
  );
  expect(required).toEqual(["SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"]);
  const problems = Object.fromEntries(witnesses.map(({ value, problem }) => [value, problem]));
  expect(problems).toEqual({
    SETGID: expect.stringContaining("a child of server keeps gid 0, the reference trial's has 33"),
    SETPCAP: expect.stringMatching(/a child of server holds .*SETUID.* \(bounding\)/u),
    SETUID: expect.stringContaining("a child of server runs with uid 0, the reference trial's has 33"),
    SYS_CHROOT: expect.stringContaining("a child of server has the root directory /, the reference trial's has /srv"),
  });
});

test("removes a capability first that is only held because another is missing", async ({ skip }) => {
  await using built = await compiled(droppingServer);
  if (built === undefined) return skip(noCompiler);
  const files = [{ path: "server", mode: 0o755, content: built.bytes }, { path: "srv/" }];
  const image = await proofImage(session, "narrow", "true", { files });
  const { runner } = await runnerOf(image, once({ entrypoint: ["/server", "after=0", "by=narrow"], command: [] }));
  const seen = observed("CHOWN", "DAC_OVERRIDE", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT");
  const { required } = await learnCapabilities(runner, {}, seen, true);
  expect(required).toEqual(["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID", "SYS_CHROOT"]);
  // The proposal and it without one member, twice each as they break; then the answer, and it without each of its members.
  expect(runner.trials.length).toBeLessThanOrEqual(24);
});

test("judges a short-lived helper by the kernel's trace", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const workload = once({ entrypoint: ["/server", "helper"], command: [] });
  const { runner, base } = await runnerOf(await serverImage("helper"), workload);
  const { traced, lives } = base.trials[0];
  if (traced === undefined || !("kinds" in traced)) return skip(traced?.reason ?? "not traced");
  expect(lives[0]?.processes?.states.some(({ uids }) => uids[1] === 33)).toBe(false);
  expect(traced.kinds).toContainEqual({
    program: "/server",
    parents: ["/server", "/server"],
    uids: [33, 33, 33],
    gids: [33, 33, 33],
    ownGroups: true,
    jailed: false,
    securebits: 0,
  });
  const under = (...addCapabilities: ("SETGID" | "SETUID")[]) =>
    runner.run(`with ${addCapabilities.join()}`, { dropAll: true, addCapabilities });
  expect((await under("SETGID", "SETUID")).passes).toBe(true);
  expect((await under("SETGID")).problem).toContain(
    "a child of server ends with the uid that the container starts with, the reference trial's with 33",
  );
  expect((await under("SETUID")).problem).toContain("a child of server ends with the gid");
});

test("compares ids and groups if only the engine can be queried", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const { engine } = session;
  const remote: EngineSession = { ...session, engine: { ...engine, info: { ...engine.info, sameKernel: false } } };
  const workload = once({ entrypoint: ["/server"], command: [] });
  const { runner, base } = await runnerOf(await serverImage("careless-remote"), workload, remote);
  expect(base.trials[0].lives[0]?.processes?.method).toBe("top");
  const without = async (name: "SETGID" | "SYS_CHROOT") =>
    runner.run(`without ${name}`, {
      dropAll: true,
      addCapabilities: (["SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"] as const).filter((other) => other !== name),
    });
  expect(await without("SETGID")).toMatchObject({
    passes: false,
    problem: expect.stringContaining("keeps gid 0, the reference trial's has 33") as string,
  });
  // What the engine does not tell is not compared.
  expect((await without("SYS_CHROOT")).passes).toBe(true);
});

/** With these it behaves as the original, and without the last one it does not: what then got worse. */
test.runIf(long).each<[how: string, needs: readonly Capability[], problem: RegExp]>([
  ["fork", ["SETUID", "SETGID"], /a child of server ends with the gid that the container starts with/u],
  ["stage", ["SETGID", "SETUID"], /a child of server runs with uid 0, the reference trial's has 33/u],
  ["deleted", ["SETGID", "SETUID"], /copy below server runs with uid 0, the reference trial's has 33/u],
  ["thread", ["SETGID", "SETUID"], /a child of server runs with uid 0, the reference trial's has 3[34]/u],
  ["random", ["SETGID", "SETUID", "SYS_CHROOT"], /a child of server has the root directory \/,/u],
  ["two", ["SETGID", "SETUID"], /a child of server .* uid 0, the reference trial's .* 33/u],
])("judges other ways to drop privileges: %s", async (how, needs, problem) => {
  const { runner } = await runnerOf(await serverImage(how), once({ entrypoint: ["/server", how], command: [] }));
  const under = (addCapabilities: readonly Capability[]) =>
    runner.run(`with ${addCapabilities.join()}`, { dropAll: true, addCapabilities });
  const enough = await under(needs);
  expect(enough.trials.flatMap(({ problems }) => problems)).toEqual([]);
  expect((await under(needs.slice(0, -1))).problem).toMatch(problem);
});

test.runIf(long)("uses the later state of a server that is ready before it drops privileges", async () => {
  const { runner, base } = await runnerOf(
    await serverImage("late"),
    once({ entrypoint: ["/server", "late"], command: [] }),
  );
  for (const { lives } of base.trials) {
    const workers = lives[0]?.processes?.states.filter(({ parents }) => parents.length > 0);
    expect(workers).toEqual([expect.objectContaining({ uids: [33, 33, 33, 33], looks: lives[0]?.processes?.looks })]);
  }
  const under = (addCapabilities: readonly Capability[]) =>
    runner.run(`with ${addCapabilities.join()}`, { dropAll: true, addCapabilities });
  expect((await under(["SETGID", "SETUID"])).trials.flatMap(({ problems }) => problems)).toEqual([]);
  expect((await under(["SETGID"])).problem).toMatch(/uid 0, the reference trial's has 33/u);
});
