import { afterAll, beforeAll, expect, test } from "vitest";
import type { Restrictions, Tmpfs } from "../../src/domain/profile/restrictions.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { findCulprit } from "../../src/proof/experiment/culprit/culprit.ts";
import type { ExperimentRunner } from "../../src/proof/experiment/experiment-runner.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { cgi, get, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const mebibyte = 1024 * 1024;
const tmpfs = (path: string, sizeBytes: number, more = ""): Tmpfs => ({
  path,
  mode: `755${more}`,
  uid: 0,
  gid: 0,
  sizeBytes,
});

async function runnerOf(image: ProofImage, workload: Workload): Promise<ExperimentRunner> {
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, request);
  return createExperimentRunner(session, { ...request, workload: base.workload, reference: base, stage: "learn" });
}

/** Each swallows what goes wrong and answers 200. */
const careless = {
  disk: "dd if=/dev/zero of=/srv/log bs=4k count=500 2>/dev/null",
  brief: "dd if=/dev/zero of=/opt/log bs=4k count=500 2>/dev/null; rm /opt/log",
  shm: "dd if=/dev/zero of=/dev/shm/ring bs=64k count=64 2>/dev/null",
  files: "cd /mnt; i=0; while [ $i -lt 400 ]; do : > f$i; i=$((i+1)); done 2>/dev/null",
  forks: "( for i in 1 2 3 4 5 6 7 8; do sleep 0.3 & done; wait ) 2>/dev/null",
  memory: "dd if=/dev/zero of=/dev/null bs=64M count=1 2>/dev/null",
};

test("breaks on exhaustion in a server that responds 200", async () => {
  const scripts = Object.entries(careless).map(([name, script]) => cgi(name, `${script}\necho; echo ok`));
  const folders = ["srv/", "opt/", "mnt/"].map((path) => ({ path }));
  const image = await proofImage(session, "careless", `echo up; ${serve}`, { files: [...scripts, ...folders] });
  const steps = Object.keys(careless).map((name) => get(`/cgi-bin/${name}`, 200, "^ok"));
  const runner = await runnerOf(image, webWorkload({ steps, restart: false }));
  expect(runner.reference.trials.map(({ ranOut }) => ranOut)).toEqual([[], []]);
  const problemsUnder = async (title: string, restrictions: Restrictions) => {
    const result = await runner.run(title, restrictions);
    return result.passes ? [] : (result.trials[0]?.problems ?? []);
  };
  const traced = runner.reference.trials.every(({ watched }) => watched === "traced");

  expect((await problemsUnder("disk", { tmpfs: [tmpfs("/srv", mebibyte)] }))[0]).toMatch(
    /^tmpfs \/srv was full: no space left \(sampled\)$/u,
  );
  if (traced)
    expect((await problemsUnder("brief", { tmpfs: [tmpfs("/opt", mebibyte)] })).join("\n")).toMatch(
      /write of (?:dd|brief) failed .*no space left on a file system \(traced\)/u,
    );
  expect((await problemsUnder("shm", { tmpfs: [tmpfs("/dev/shm", mebibyte)] }))[0]).toMatch(
    /^tmpfs \/dev\/shm was full/u,
  );
  // The option rides on the mode.
  expect((await problemsUnder("inodes", { tmpfs: [tmpfs("/mnt", mebibyte, ",nr_inodes=100")] }))[0]).toMatch(
    /^tmpfs \/mnt had no inodes left/u,
  );
  expect((await problemsUnder("tasks", { pids: 8 }))[0]).toMatch(/refused: cannot fork/u);
  expect((await problemsUnder("memory", { memoryBytes: 32 * mebibyte }))[0]).toMatch(/killed for lack of memory/u);
  expect(await problemsUnder("enough of all", { tmpfs: [tmpfs("/srv", 8 * mebibyte)], pids: 64 })).toEqual([]);

  if (!long) return;
  // Two megabytes are written there: the tmpfs is to blame for its size, and the root stays read-only.
  const others = ["/opt", "/mnt"].map((path) => tmpfs(path, 8 * mebibyte));
  const small: Restrictions = {
    readOnlyRootfs: true,
    tmpfs: [tmpfs("/srv", mebibyte), ...others],
    memoryBytes: 200 * mebibyte,
  };
  const broken = await runner.run("a read-only root with a tmpfs that is too small", small);
  const { culprit, detail, widened } = await findCulprit(runner, small, broken);
  expect([culprit, detail]).toEqual(["tmpfs /srv of 1 MiB", "1 MiB in /srv is too little, 2 MiB suffices"]);
  expect(widened).toMatchObject({
    readOnlyRootfs: true,
    tmpfs: [{ path: "/srv", sizeBytes: 2 * mebibyte }, ...others],
  });
  expect(widened?.memoryBytes).toBeGreaterThan(200 * mebibyte);
});

test("detects an OOM kill just before the container ends", async () => {
  const image = await proofImage(session, "last-moment", `echo up; ${careless.memory}; exit 0`);
  const runner = await runnerOf(image, webWorkload({ ready: { kind: "ended" }, restart: false }));
  const result = await runner.run("in 24 MiB", { memoryBytes: 24 * mebibyte });
  expect(result.passes).toBe(false);
  expect(result.trials[0]?.problems[0]).toMatch(/killed for lack of memory/u);
  expect(result.trials[0]?.lives[0]?.exitCode).toBe(0);
});

test("ignores exhaustion that the original also has", async () => {
  const fill = cgi("fill", `dd if=/dev/zero of=/dev/shm/x bs=1024k count=80 2>/dev/null\necho; echo ok`);
  const image = await proofImage(session, "always-full", `echo up; ${serve}`, { files: [fill] });
  const runner = await runnerOf(image, webWorkload({ steps: [get("/cgi-bin/fill", 200, "^ok")], restart: false }));
  expect(runner.reference.trials[0].ranOut?.some(({ where }) => where === "/dev/shm")).toBe(true);
  expect((await runner.run("without capabilities", { dropAll: true })).passes).toBe(true);
});
