import { afterAll, beforeAll, expect, test } from "vitest";
import type { Capability } from "../../src/domain/profile/capability.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { emptyCache, type ResultCache } from "../../src/proof/experiment/result-cache.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnCapabilities } from "../../src/proof/learn/lessons/capabilities.ts";
import { learnUser } from "../../src/proof/learn/lessons/user.ts";
import { observeReference } from "../../src/proof/learn/observe-reference.ts";
import { questionOf, trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permitFor } from "../permits.ts";
import { proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

/** Baseline, user and capabilities only: the other lessons are asked elsewhere. */
async function needsOf(image: ProofImage, workload: Workload, known: ResultCache = emptyCache) {
  const permit = await permitFor(workload);
  const request = { ...image, workload, permit, progress: () => {}, trialIds: trialIds(), known };
  const { reference: base, seen } = await observeReference(session, request);
  const runner = createExperimentRunner(session, {
    ...request,
    reference: base,
    workload: base.workload,
    stage: "learn",
  });
  const user = await learnUser(runner, {}, seen.processes, async () => []);
  const before = runner.trials.length;
  const root = user.restrictions.user === "0:0";
  const lesson = await learnCapabilities(runner, user.restrictions, seen.capabilities, root);
  const asked = new Set(runner.trials.slice(before).map(({ id }) => questionOf(id))).size;
  return { ...lesson, user: user.restrictions.user, asked, traced: seen.capabilities, trials: runner.trials };
}

const page = { path: "www/index.html", content: "hello\n" };
const step = (name: string, script: string): Workload["steps"][number] => ({
  kind: "exec",
  name,
  command: ["sh", "-c", script],
  exitCode: 0,
});

function expectExactly(lesson: Awaited<ReturnType<typeof needsOf>>, needs: readonly Capability[]): void {
  expect(lesson.required, lesson.because["capabilities"]?.join("\n")).toEqual(needs);
  expect(lesson.witnesses.map(({ value }) => value)).toEqual(needs);
  for (const { restrictions, trials } of lesson.witnesses) {
    expect(trials.length).toBeGreaterThanOrEqual(1);
    expect(restrictions?.addCapabilities).toHaveLength(needs.length - 1);
  }
  if (lesson.traced.method === "tracepoint")
    expect(lesson.asked).toBeLessThanOrEqual(lesson.traced.capabilities.length + 2);
}

test.runIf(long)("a low port where the kernel guards them, as in a host network: NET_BIND_SERVICE", async () => {
  const image = await proofImage(session, "low-port", 'trap "exit 0" TERM; httpd -f -p 80 -h /www & wait', {
    files: [page],
  });
  const workload = webWorkload({
    ready: { kind: "tcp", port: 80 },
    grants: { sysctls: { "net.ipv4.ip_unprivileged_port_start": "1024" } },
    restart: false,
  });
  expectExactly(await needsOf(image, workload), ["NET_BIND_SERVICE"]);
});

test.runIf(long)("a raw socket: NET_RAW", async () => {
  const image = await proofImage(session, "pinger", serve, { files: [page] });
  const workload = webWorkload({ steps: [step("ping", "busybox ping -c 1 -W 1 127.0.0.1")], restart: false });
  expectExactly(await needsOf(image, workload), ["NET_RAW"]);
});

test("a capability that the deployment adds, and an unneeded one", async () => {
  const image = await proofImage(session, "nicer", serve, { files: [page] });
  const workload = webWorkload({
    // Raising a priority needs it, lowering one does not (setpriority(2)).
    steps: [step("a higher priority", "busybox renice -n 5 $$ && busybox renice -n -5 $$")],
    grants: { capabilities: ["SYS_NICE", "IPC_LOCK"] },
    restart: false,
  });
  expectExactly(await needsOf(image, workload), ["SYS_NICE"]);
});

test.runIf(long)("an owner changed on the first start only, in a persistent volume", async () => {
  const main = `set -e; [ -e /data/ready ] || { chown 1000:1000 /data; touch /data/ready; }; ${serve}`;
  const image = await proofImage(session, "first-start", main, { files: [page] });
  const workload = webWorkload({ volumes: [{ name: "data", path: "/data" }] });
  const lesson = await needsOf(image, workload);
  expect(lesson.user).toBe("0:0");
  expect(lesson.required).toContain("CHOWN");
});

test("silent work after the response, like mail delivery: DAC_OVERRIDE", async () => {
  const deliver = "(sleep 0.1; echo hello >> /srv/spool/anna) > /dev/null 2>&1 &";
  const image = await proofImage(session, "delivers", `set -e; chmod 700 /srv/spool; chown 1000 /srv/spool; ${serve}`, {
    files: [page, { path: "srv/spool/" }],
  });
  const lesson = await needsOf(image, webWorkload({ steps: [step("send", deliver)], restart: false }));
  expect(lesson.required).toEqual(["CHOWN", "DAC_OVERRIDE"]);
  expect(JSON.stringify(lesson.witnesses)).toContain("not written, as the original does: /srv/spool/anna");
});

test("does not repeat a known experiment, except after a change", async () => {
  const answers = new Map<string, unknown>();
  const known: ResultCache = {
    get: async (question) => answers.get(JSON.stringify(question)),
    put: async (question, answer) => void answers.set(JSON.stringify(question), answer),
  };
  const image = await proofImage(session, "kept", `set -e; chown 1000 /srv; ${serve}`, {
    files: [page, { path: "srv/" }],
  });
  const first = await needsOf(image, webWorkload({ restart: false }), known);
  expect(first.trials.filter(({ kept }) => kept)).toEqual([]);
  const again = await needsOf(image, webWorkload({ restart: false }), known);
  expect(again.trials.filter(({ kept }) => kept !== true)).toEqual([]);
  expect(again.required).toEqual(first.required);
  expect(again.trials.map(({ id }) => id)).toEqual(first.trials.map(({ id }) => id));
  const other = await needsOf(image, webWorkload({ restart: false, env: { OTHER: "1" } }), known);
  expect(other.trials.filter(({ kept }) => kept)).toEqual([]);
});
