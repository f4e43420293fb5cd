import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { allowedBy } from "../../src/text/allowed-by.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import type { Observer } from "../../src/proof/observe/observer.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnSeccomp } from "../../src/proof/learn/lessons/seccomp.ts";
import { describeEnvironment } from "../../src/proof/observe/environment.ts";
import { observeSystem } from "../../src/proof/observe/system.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { get, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await ownInstances()).toEqual([]);
});

const progress = () => {};
const instances = () => readdir("/sys/kernel/tracing/instances").catch((): string[] => []);
const ownInstances = async () => (await instances()).filter((name) => name.includes(session.id));

/** Undefined where this machine cannot trace; the message says why. */
async function hindrance(): Promise<string | undefined> {
  const { learning } = await describeEnvironment(session.engine);
  const lacking = learning.filter(({ subject, unknown }) => /calls|files read/u.test(subject) && unknown !== undefined);
  return lacking.length === 0 ? undefined : lacking.map(({ unknown }) => unknown).join("; ");
}

async function observed(image: ProofImage, workload: Workload, others: readonly Observer[] = []) {
  const request = { ...image, workload, trialIds: trialIds(), progress };
  const system = await observeSystem(session, []);
  let base;
  let seen;
  try {
    base = await runReference(session, { ...request, observe: [...others, system.observer] });
  } finally {
    seen = await system.finish();
  }
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  return { seen, runner };
}

const exec = (name: string, script: string): Workload["steps"][number] => ({
  kind: "exec",
  name,
  command: ["sh", "-c", script],
  exitCode: 0,
});

test("observes files, programs, calls and sockets of the container, its commands and those of other users in it, and nothing else", async ({
  skip,
}) => {
  const why = await hindrance();
  if (why !== undefined) skip(why);
  const text = (path: string) => ({ path, content: `${path}\n` });
  const image = await proofImage(session, "observed", `set -e; cat /srv/by-main; ${serve}`, {
    files: [
      text("srv/by-main"),
      text("srv/by-command"),
      text("srv/by-check"),
      text("srv/by-nobody"),
      { path: "srv/script", mode: 0o755, content: "#!/bin/sh\nid -u >/dev/null\n" },
      text("www/index.html"),
    ],
  });
  // A million calls, which must not fill the buffer.
  const busy = "cat /srv/by-command; /srv/script; dd if=/dev/zero of=/dev/null bs=1 count=500000 2>/dev/null";
  // What somebody else runs in the container: only the engine's events tell of it, as they tell of health checks.
  const check: Observer = {
    async ready({ container }) {
      await container.exec(["cat", "/srv/by-check"]);
    },
  };
  const { seen } = await observed(image, webWorkload({ steps: [get("/", 200), exec("busy", busy)] }), [check]);
  expect(seen.syscalls.reason).toContain("no event lost");
  expect(seen.files).toMatchObject({ method: "page-cache", complete: true });
  const files = seen.files.opened.filter((path) => /^\/(?:srv|www)/u.test(path));
  expect(files).toEqual(["/srv/by-check", "/srv/by-command", "/srv/by-main", "/srv/script", "/www/index.html"]);
  expect(seen.files.executed).toEqual(expect.arrayContaining(["/bin/busybox", "/srv/script"]));
  expect(seen.syscalls.names).toEqual(expect.arrayContaining(["execve", "listen", "read", "socket"]));
  // The runtime mounts under the same process number before it becomes the container.
  expect(seen.syscalls.names).not.toContain("mount");
  expect(seen.sockets.listening.map(({ protocol, port }) => `${protocol} ${port}`)).toEqual(["tcp 8080"]);
  expect(seen.sockets.families).toEqual(expect.arrayContaining(["AF_INET6"]));
  // What all trials read stays until the run ends.
  expect((await ownInstances()).map((name) => name.replace(/^.*\./u, ""))).toEqual(["trials"]);
});

test("allows an unobserved call that the kernel reports when a trial refuses it", async ({ skip }) => {
  const why = await hindrance();
  if (why !== undefined) skip(why);
  const image = await proofImage(session, "filtered", `set -e; mkdir /tmp/$RANDOM$RANDOM; ${serve}`, {
    files: [{ path: "www/index.html", content: "hello\n" }],
  });
  const { seen, runner } = await observed(image, webWorkload({ steps: [get("/", 200, "^hello")] }));
  const { calls } = seen;
  if (calls === undefined) throw new Error(`not observed: ${seen.syscalls.reason}`);
  const current = { dropAll: true, noNewPrivileges: true };

  const complete = await learnSeccomp(runner, current, calls, "");
  expect(complete.proofs.map(({ verdict }) => verdict)).toEqual(["holds"]);
  expect(complete.because["seccomp"]?.join("\n")).not.toContain("was refused");

  const poorer = { ...calls, calls: calls.calls.filter((name) => !["listen", "mkdir"].includes(name)) };
  const fixed = await learnSeccomp(runner, current, poorer, "");
  const because = fixed.because["seccomp"]?.join("\n") ?? "";
  expect(
    fixed.proofs.map(({ verdict }) => verdict),
    because,
  ).toEqual(["holds"]);
  expect(because).toMatch(/mkdir was refused \d+ times \(.*\): allowed/u);
  expect(because).toMatch(/listen was refused \d+ times \(.*\): allowed/u);
  const filter = fixed.restrictions.seccomp;
  const names = filter === undefined ? new Set<string>() : allowedBy(filter).always;
  for (const name of ["listen", "mkdir"]) expect(names).toContain(name);
  for (const name of ["mount", "ptrace", "bpf", "reboot"]) expect(names).not.toContain(name);
});

test("keeps the engine's profile without a trace of calls", async () => {
  const image = await proofImage(session, "unseen", serve, { files: [{ path: "www/index.html", content: "hello\n" }] });
  const { info } = session.engine;
  const far: EngineSession = { ...session, engine: { ...session.engine, info: { ...info, sameKernel: false } } };
  const system = await observeSystem(far, []);
  const seen = await system.finish();
  expect(seen).toMatchObject({
    files: { method: "none", opened: [], complete: false },
    syscalls: { method: "none", complete: false },
    sockets: { method: "none" },
  });
  expect(seen.calls).toBeUndefined();
  const request = { ...image, workload: webWorkload({ restart: false }), trialIds: trialIds(), progress };
  const base = await runReference(far, request);
  const runner = createExperimentRunner(far, { ...request, reference: base, stage: "learn" });
  const lesson = await learnSeccomp(runner, {}, seen.calls, seen.syscalls.reason);
  expect(lesson.restrictions).toEqual({});
  expect(lesson.because["seccomp"]?.[0]).toContain("the engine's default profile stays");
});

test("removes traces of a killed process in the next session", async ({ skip }) => {
  const why = await hindrance();
  if (why !== undefined) skip(why);
  const child = spawn(process.execPath, [join(import.meta.dirname, "observing-run.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [first] = (await once(child.stdout, "data")) as [Buffer];
  const id = first.toString("utf8").trim();
  const own = async () => (await instances()).filter((name) => name.includes(id)).toSorted();
  // Behind the run's id stands whose it is: process, start and namespace.
  const made = await own();
  expect(made).toHaveLength(2);
  expect(made[0]).toMatch(/^hullproof-hp-[^/]+$/u);
  expect(made[1]).toBe(`${made[0]}.calls`);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await own()).toHaveLength(2);
  await using _next = await openEngineSession(session.engine, { progress });
  expect(await own()).toEqual([]);
});
