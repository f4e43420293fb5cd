import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isCertain } from "../../src/proof/judge/certain.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { toRestrictions } from "../../src/dialects/text/to-restrictions.ts";
import { fullTmpfs } from "../../src/proof/restrictions/budget.ts";
import { parseProfile } from "../../src/sources/profile/profile-file.ts";
import { questionOf } from "../../src/proof/trial/trial-ids.ts";
import { verify } from "../../src/proof/verify/verify.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import type { Learned } from "../../src/domain/profile/learned.ts";
import { leftOf, objectsOf } from "./fixture.ts";
import { cgi, get, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

/** A step would have its pace measured under each limit of CPU, again and again on a busy machine: the first test has one. */
const answers = { kind: "http", port: 8080, path: "/", status: 200 } as const;
const progress = () => {};
const traceInstances = () => readdir("/sys/kernel/tracing/instances").catch((): string[] => []);
const ids = (trials: readonly { readonly id: string }[]) => trials.map(({ id }) => id);

function expectWitnessed({ witnesses, trials }: Learned): void {
  const broken = new Set(ids(trials.filter(({ outcome }) => outcome === "breaks")));
  for (const { trials: named, problem } of witnesses) {
    expect(problem).not.toBe("");
    // One alone only where chance is impossible.
    const [first] = trials.filter(({ id }) => named.includes(id));
    const reference = trials.find(({ outcome }) => outcome === "passes");
    if (first && reference && named.length < 2) expect(isCertain(first, reference)).toBe(true);
    expect(named.length).toBeGreaterThanOrEqual(1);
    for (const id of named) expect(broken).toContain(id);
  }
}

test("leaves a web server only two writable paths, and breaks without one of them", async () => {
  const note = cgi("note", "echo noted > /srv/cache/note || exit 1; echo; cat /srv/cache/note");
  const image: ProofImage = await proofImage(session, "writer", `set -e; echo $$ > /tmp/pid; ${serve}`, {
    files: [
      { path: "srv/cache/", mode: 0o777 },
      { path: "srv/static", content: "kept" },
      { path: "www/index.html", content: "hello\n" },
      note,
    ],
  });
  const workload = webWorkload({ steps: [get("/", 200, "^hello"), get("/cgi-bin/note", 200, "noted")] });
  const learned = await learn(session, { ...image, imageName: "writer:1", workload, progress });
  const { profile } = learned;
  expect(profile.user).toEqual({ uid: 10_001, gid: 10_001 });
  expect(profile.capabilities.required).toEqual([]);
  expect(profile.noNewPrivileges).toBe(true);
  expect(profile.readOnlyRootfs).toBe(true);
  expect(profile.tmpfs.map(({ path, mode, uid, gid }) => [path, mode, uid, gid])).toEqual([
    ["/srv/cache", "777", 0, 0],
    ["/tmp", "1777", 0, 0],
  ]);
  // 32 MiB at least, and room for two tmpfs of 16 MiB with their inodes and /dev/shm when they are full.
  expect(profile.memoryBytes).toBeGreaterThanOrEqual(32 * 1024 * 1024 + fullTmpfs(toRestrictions(profile)).bytes);
  expect(profile.memoryBytes).toBeLessThan(128 * 1024 * 1024);
  expect(profile.pids).toBeGreaterThanOrEqual(64);
  expect(profile.pids).toBeLessThan(100);
  // No load was declared here: step by step is all that it is proven for.
  expect(profile.provenFor).toMatchObject({ clients: 1, seconds: 0, watched: { method: "proc" } });
  expect(profile.cpus).toBeGreaterThanOrEqual(0.25);
  expect(learned.witnesses.map(({ field, value }) => `${field} ${value}`)).toEqual(
    expect.arrayContaining(["tmpfs /srv/cache", "tmpfs /tmp"]),
  );
  expectWitnessed(learned);
  expect(learned.proofs.map(({ verdict }) => verdict)).toEqual(learned.proofs.map(() => "holds"));
  const questions = [...new Set(ids(learned.trials).map(questionOf))];
  expect(questions).toEqual(questions.map((_, at) => `t${at + 1}`));
  expect(learned.observed.writes).toEqual(expect.arrayContaining(["/srv/cache/note", "/tmp/pid"]));
  expect(parseProfile(JSON.stringify(profile))).toEqual(profile);

  const holds = await verify(session, { profile, ...image, progress });
  expect(holds.proof.verdict).toBe("holds");
  expect(holds.trials.map(({ id }) => id)).toEqual(["v1", "v2", "v3", "v3.2"]);

  const broken = { ...profile, tmpfs: profile.tmpfs.filter(({ path }) => path !== "/srv/cache") };
  const { proof } = await verify(session, { profile: broken, ...image, progress });
  expect(proof.verdict).toBe("breaks");
  expect(proof.culprit).toBe("tmpfs /srv/cache");
  expect(proof.detail).toContain("a writable /srv/cache is missing from tmpfs");

  // It never comes to a second life.
  const starved = { ...profile, pids: 1, workload: { ...workload, restart: false } };
  const second = await verify(session, { profile: starved, ...image, progress });
  expect(second.proof.verdict).toBe("breaks");
  expect(second.proof.culprit).toBe("pids 1");
  expect(second.widened?.pids).toBeLessThan(16);
  expect(await leftOf(session.engine, session.id)).toEqual([image.image]);
});

test("keeps CHOWN and root for an entrypoint that changes an owner, with witnesses", async () => {
  const image = await proofImage(session, "chowner", `set -e; /bin/chown 1000:1000 /srv/state; ${serve}`, {
    files: [
      { path: "srv/state/", mode: 0o755 },
      { path: "www/index.html", content: "hello\n" },
    ],
  });
  const workload = webWorkload({ ready: answers, restart: false });
  const learned = await learn(session, { ...image, imageName: "chowner:1", workload, progress });
  const { profile } = learned;
  expect(profile.user).toEqual({ uid: 0, gid: 0 });
  expect(profile.capabilities.required).toEqual(["CHOWN"]);
  expectWitnessed(learned);
  const kept = learned.witnesses.find(({ field }) => field === "capabilities");
  expect(kept).toMatchObject({ value: "CHOWN" });
  expect(kept?.problem).toMatch(/not permitted/u);
  if (learned.observed.method === "tracepoint") {
    expect(learned.observed.capabilities.map(({ name }) => name)).toContain("CHOWN");
    expect(learned.observed.capabilities.find(({ name }) => name === "CHOWN")?.commands).toEqual(["chown"]);
  }

  const poor = { ...profile, capabilities: { ...profile.capabilities, required: [] } };
  const { proof } = await verify(session, { profile: poor, ...image, progress });
  expect(proof.verdict).toBe("breaks");
  expect(proof.culprit).toBe("capabilities CHOWN");
});

test("keeps the root file system writable for a file among files of the image, and reports it", async () => {
  const image = await proofImage(session, "logger", `set -e; echo started >> /opt/app/log; ${serve}`, {
    files: [
      { path: "opt/app/", mode: 0o777 },
      { path: "opt/app/code", content: "kept" },
      { path: "www/index.html", content: "hello\n" },
    ],
    user: "app",
  });
  const learned = await learn(session, {
    ...image,
    imageName: "logger:1",
    workload: webWorkload({ restart: false }),
    progress,
  });
  expect(learned.profile.user).toEqual({ uid: 1000, gid: 1000 });
  expect(learned.profile.readOnlyRootfs).toBe(false);
  expect(learned.profile.tmpfs).toEqual([]);
  expect(learned.witnesses).toContainEqual(expect.objectContaining({ field: "readOnlyRootfs", value: "/opt/app/log" }));
  expect(learned.profile.because["readOnlyRootfs"]?.join(" ")).toContain(
    "/opt/app/log is written among files of the image",
  );
});

test.runIf(long)("gets the same result from breaking trials alone if the kernel is not visible", async () => {
  const image = await proofImage(
    session,
    "unseen",
    `set -e; /bin/chown 1000:1000 /srv/state; echo $$ > /tmp/pid; ${serve}`,
    {
      files: [
        { path: "srv/state/", mode: 0o755 },
        { path: "www/index.html", content: "hello\n" },
      ],
    },
  );
  const unseen: EngineSession = {
    ...session,
    engine: { ...session.engine, info: { ...session.engine.info, sameKernel: false } },
  };
  const workload = webWorkload({ ready: answers, restart: false });
  const learned = await learn(unseen, { ...image, imageName: "unseen:1", workload, progress });
  expect(learned.observed).toMatchObject({
    method: "trials",
    capabilities: [],
    reason: expect.stringContaining("kernel") as string,
  });
  expect(learned.profile.capabilities.required).toEqual(["CHOWN"]);
  expect(learned.profile.tmpfs.map(({ path }) => path)).toEqual(["/srv/state", "/tmp"]);
  expect(learned.proofs.at(-1)?.verdict).toBe("holds");
  expectWitnessed(learned);
});

test("leaves no container and no trace after an interruption", async () => {
  const controller = new AbortController();
  const own = await openEngineSession(session.engine, { signal: controller.signal });
  try {
    const image = await proofImage(own, "slow", 'trap "exit 0" TERM; sleep 100 & wait');
    const workload = webWorkload({
      ready: { kind: "exec", command: ["true"] },
      steps: [{ kind: "exec", name: "wait", command: ["sleep", "1"], exitCode: 0 }],
    });
    const learning = learn(own, {
      ...image,
      imageName: "slow:1",
      workload,
      progress: ({ message }) => {
        if (message.includes("observed")) setTimeout(() => controller.abort(), 1500);
      },
    });
    await expect(learning).rejects.toMatchObject({ code: "interrupted" });
  } finally {
    await own[Symbol.asyncDispose]();
  }
  expect(await objectsOf(session.engine, own.id)).toEqual([]);
  expect((await traceInstances()).filter((name) => name.includes(own.id))).toEqual([]);
});
