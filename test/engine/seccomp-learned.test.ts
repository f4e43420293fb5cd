import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SeccompArgument } from "../../src/domain/profile/seccomp.ts";
import { allowedBy } from "../../src/text/allowed-by.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { engineFloors } from "../../src/proof/trial/environment/engine-floor.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnSeccomp } from "../../src/proof/learn/lessons/seccomp.ts";
import { observeSystem } from "../../src/proof/observe/system.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { buildProbe, openCalls, probeInDocker, probesOutside } from "../seccomp/probes.ts";
import { knowsListErrors } from "./older.ts";
import { get, proofImage, serve, webWorkload } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect(), { progress: () => {} });
});
afterAll(() => session[Symbol.asyncDispose]());

/** What MariaDB (io_uring), sshd (keyctl) and others try, and the engine's own filter refuses: each call at each start, and then it goes on. */
const tried = [
  "64 425 8 0 0 0 0 0",
  "64 250 0 0 0 0 0 0",
  "64 165 0 0 0 0 0 0",
  "64 321 0 0 0 0 0 0",
  "64 323 0 0 0 0 0 0",
  "64 272 10000000 0 0 0 0 0",
  "64 41 28 1 0 0 0 0",
  "64 41 26 5 0 0 0 0",
  "64 56 10000011 0 0 0 0 0",
];

/** socket(AF_VSOCK) as `probesOutside` writes it where no floor allows it. */
const vsock = "64 41 28 1 1 0 0 0";

test("does not allow refused calls of a program learned under an init process", async (context) => {
  await using probe = process.arch === "x64" ? await buildProbe() : undefined;
  if (probe === undefined) return context.skip("needs gcc with a static libc, on x86-64");
  const image = await proofImage(session, "greedy", `/probe < /tried > /dev/null; ${serve}`, {
    files: [
      { path: "probe", mode: 0o755, content: await readFile(join(probe.folder, "probe")) },
      { path: "tried", content: `${tried.join("\n")}\n` },
      { path: "www/index.html", content: "hello\n" },
    ],
  });
  const workload = webWorkload({
    steps: [get("/", 200, "^hello")],
    stop: { timeoutMs: 5000, exitCodes: [0, 143] },
    restart: false,
  });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const system = await observeSystem(session, []);
  const base = await runReference(session, { ...request, observe: [system.observer] });
  const seen = await system.finish();
  if (seen.calls === undefined) return context.skip(`nothing was seen of calls here: ${seen.syscalls.reason}`);
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const lesson = await learnSeccomp(
    runner,
    { dropAll: true, addCapabilities: [], noNewPrivileges: true, init: true },
    seen.calls,
    "",
  );
  expect(
    lesson.proofs.map(({ verdict }) => verdict),
    JSON.stringify(lesson.because),
  ).toEqual(["holds"]);
  const list = lesson.restrictions.seccomp;
  if (list === undefined) throw new Error("no list was learned");

  const { always, sometimes } = allowedBy(list);
  for (const name of ["io_uring_setup", "keyctl", "mount", "bpf", "userfaultfd", "unshare"])
    expect([...always, ...sometimes], name).not.toContain(name);
  // The conditions are still there, though the init process made calls that were not seen before.
  expect([...sometimes].toSorted()).toEqual(["clone", "socket"]);
  const families = list.syscalls
    .filter(({ names }) => names.includes("socket"))
    .flatMap(({ args = [] }): readonly SeccompArgument[] => args)
    .map(({ value }) => value);
  const known = await engineFloors(session, [], list.architectures);
  const floors = "floors" in known ? known.floors : [];
  expect(families).not.toContain(38);
  // Docker 20.10 allows VSOCK by itself.
  if (probesOutside(floors).includes(vsock)) expect(families).not.toContain(40);
  // Known beforehand: no round was spent on tini.
  for (const name of ["rt_sigtimedwait", "setpgid", "getpgrp", "kill", "wait4"]) expect(always).toContain(name);
  expect(JSON.stringify(lesson.because)).not.toMatch(/(?:rt_sigtimedwait|setpgid) was refused/u);

  const lines = ["64 39 0 0 0 0 0 0", ...probesOutside(floors)];
  const out = await probeInDocker(probe, tinyImage, list, lines);
  const [control, ...open] = openCalls(out, list, knowsListErrors);
  expect(control).toBe("open 64 39 0 0 status 100");
  expect(open).toEqual([]);
});
