import { afterAll, beforeAll, expect, test } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import { toRestrictions } from "../../src/dialects/text/to-restrictions.ts";
import { emitDockerRun } from "../../src/dialects/run-line/emit/docker-run.ts";
import { createRequest } from "../../src/proof/trial/environment/create-request.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { fullTmpfs } from "../../src/proof/restrictions/budget.ts";
import { createVerifyRunner, verify } from "../../src/proof/verify/verify.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { busyServers, ensureServer, ensureServers, servers } from "../images/four.ts";
import { permit, permitFor } from "../permits.ts";
import { cgi, get, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const progress = () => {};
const mib = 1024 * 1024;
const name = long ? "" : " (some minutes each: npm run test:long)";

/** How many of `count` starts of one container under what a profile says are refused or end at once. */
async function refusedStarts(
  image: string,
  { profile, workload }: Pick<Started, "profile" | "workload">,
  count: number,
) {
  const spec = createRequest(image, workload, toRestrictions(profile));
  await using container = await createContainer(session, spec, await permitFor(workload));
  const refused: string[] = [];
  for (let start = 0; start < count; start++) {
    await container.start().catch((error: unknown) => refused.push(String(error)));
    const { running, oomKilled } = await container.state();
    if (!running || oomKilled) refused.push(`start ${start}: ${JSON.stringify(await container.state())}`);
    await container.stop(5000);
  }
  return refused;
}

interface Started {
  readonly profile: Profile;
  readonly workload: Profile["workload"];
}

test.runIf(long)(
  `a server that grows with its clients holds at its limits for twice as many, and restarts; the old rule does not${name}`,
  async () => {
    const image: ProofImage = await proofImage(session, "busy", serve, {
      files: [
        { path: "www/index.html", content: "hello\n" },
        cgi("slow", "echo $$ > /tmp/last; sleep 0.2; sleep 0.2; echo; echo slow"),
        cgi(
          "alone",
          "mkdir /tmp/lock || { echo 'Status: 500'; echo; exit 1; }; sleep 0.1; rmdir /tmp/lock; echo; echo done",
        ),
      ],
    });
    const load = { clients: 8, forMs: 1000 };
    const workload = webWorkload({
      steps: [get("/cgi-bin/slow", 200, "slow"), get("/cgi-bin/alone", 200, "done")],
      load,
    });
    const learned = await learn(session, { ...image, imageName: "busy:1", workload, progress });
    const { profile } = learned;

    // What cannot be done at once was found on the original, and is named.
    expect(profile.workload.load).toEqual({ ...load, serial: ["GET /cgi-bin/alone"] });
    expect(profile.provenFor).toMatchObject({ clients: 8, seconds: 1 });
    expect(profile.provenFor?.notUnderLoad?.join()).toMatch(
      /^GET \/cgi-bin\/alone \(8 at once, \d+ of \d+ failed on the original\)$/u,
    );
    expect(learned.proofs.map(({ verdict }) => verdict)).toEqual(learned.proofs.map(() => "holds"));
    expect(emitDockerRun(profile)).toContain(
      "\n# Proven for 8 clients at once for 1 s; not proven under load: GET /cgi",
    );

    // Limits: what was emitted is what passed, under load, with a restart.
    expect(profile.pids).toBeGreaterThanOrEqual(64);
    const { bytes } = fullTmpfs(toRestrictions(profile));
    expect(profile.memoryBytes).toBeGreaterThanOrEqual(32 * mib + bytes);
    const last = learned.trials.filter(({ restrictions }) => restrictions.memoryBytes === profile.memoryBytes);
    expect(last.filter(({ lives: [first, second] }) => first?.load?.clients === 8 && second !== undefined)).not.toEqual(
      [],
    );

    const twice = { ...profile, workload: { ...profile.workload, load: { ...load, clients: 16 } } };
    const { runner, control } = await createVerifyRunner(session, { profile: twice, ...image, progress });
    expect(control.provenFor.clients).toBe(16);
    expect(await runner.run("as it was emitted", toRestrictions(profile))).toMatchObject({ passes: true });
    const single = learned.trials.find(({ restrictions, lives }) => restrictions.pids === undefined && !lives[0]?.load);
    const old = Math.ceil(1.5 * (single?.usage.pidsPeak ?? 0)) + 4;
    expect(old).toBeLessThan(profile.pids / 2);
    expect(
      await runner.run("1.5 times the peak of one client and 4", { ...toRestrictions(profile), pids: old }),
    ).toMatchObject({
      passes: false,
      // What ran out is counted, and says more than the questions that failed for it.
      problem: expect.stringMatching(/^\d+ new tasks were refused|at once: /u) as string,
    });
    expect(await refusedStarts(image.image, { profile, workload }, 5)).toEqual([]);
  },
  600_000,
);

test("refuses writes to a full tmpfs, /dev/shm and /dev without killing a process", async () => {
  const tmpfs = [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 16 * mib }];
  const fill = [
    'i=0; while printf "" > /tmp/empty-file-number-$i && [ $i -lt 100000 ]; do i=$((i+1)); done; echo files $i',
    "rm -rf /tmp/*",
    "for at in /tmp /dev/shm /dev; do dd if=/dev/zero of=$at/fill bs=1M; done; echo full",
    'i=0; while printf "" > /tmp/more-$i && [ $i -lt 100000 ]; do i=$((i+1)); done',
    "sleep 0.3; echo alive",
  ].join("\n");
  for (const user of ["0:0", "1000:1000"]) {
    const asked: Restrictions = { user, dropAll: true, readOnlyRootfs: true, tmpfs, shmBytes: 8 * mib };
    const restrictions = { ...asked, memoryBytes: 32 * mib + fullTmpfs(asked).bytes };
    const workload = webWorkload({ command: ["sh", "-c", fill] });
    const spec = createRequest("hullproof-test/busybox", workload, restrictions);
    await using container = await createContainer(session, spec, permit);
    await container.start();
    expect(await container.wait(60_000)).toBe(0);
    const { stdout, stderr } = await container.logs();
    expect(stdout.trim().split("\n")).toEqual(["files 4095", "full", "alive"]);
    expect(stderr).toMatch(/No space left on device/u);
    expect((await container.state()).oomKilled).toBe(false);
  }
});

test("proves an original that fails the load for the load it passes, and reports it", async () => {
  // Dies at the fifth at once: who is not alone waits for others, since on a busy machine eight come one after the other.
  const gate = [
    ": > /tmp/$$; i=0",
    "while n=$(ls /tmp | wc -l); [ $n -gt 1 ] && [ $i -lt 15 ]; do [ $n -gt 4 ] && kill 1; i=$((i+1)); sleep 0.1; done",
    "sleep 0.1; rm /tmp/$$; echo; echo in",
  ].join("\n");
  const image = await proofImage(session, "fragile", serve, { files: [cgi("gate", gate)] });
  const workload = webWorkload({
    steps: [get("/cgi-bin/gate", 200, "in")],
    restart: false,
    load: { clients: 8, forMs: 500 },
  });
  const { control } = await createVerifyRunner(session, {
    ...image,
    progress,
    profile: { ...profileOf(image, workload), tolerated: [] },
  });
  expect(control.provenFor).toMatchObject({ clients: 4, seconds: 0.5 });
  expect(control.provenFor.notUnderLoad?.join()).toMatch(/more than 4 clients \(with 8 the original breaks: /u);
});

function profileOf(image: ProofImage, workload: Profile["workload"]): Profile {
  return {
    schemaVersion: 1,
    image: { name: image.image, digest: image.imageSummary.id },
    engine: { version: "", apiVersion: "" },
    kernel: "",
    workload,
    user: { uid: 0, gid: 0 },
    capabilities: { required: [], soft: [], unused: [] },
    noNewPrivileges: true,
    readOnlyRootfs: false,
    tmpfs: [],
    volumes: [],
    memoryBytes: 256 * mib,
    cpus: 1,
    pids: 200,
    ports: [],
    sysctls: {},
    assumptions: {},
    because: {},
  };
}

test.skipIf(!long).each([...busyServers, ...servers.filter((one) => one.name !== "postgresql")])(
  `$name: 8 clients to learn, 16 to verify, 30 restarts at the limits that were emitted${name}`,
  async ({ name: server, image, workload: declared }) => {
    await ensureServers(() => {}, []);
    await ensureServer({ name: server, image }, () => {});
    const imageSummary = await inspectImage(session.engine, image);
    if (imageSummary === undefined) throw new Error(`${image} was not built`);
    const workload = { ...declared, load: { clients: 8, forMs: 3000 } };
    const allowed = await permitFor(workload);
    const request = { image, imageSummary, imageName: image, workload, permit: allowed, progress: () => {} };
    const began = performance.now();
    const { profile, trials, proofs } = await learn(session, request);
    const held = Math.max(...trials.map(({ usage }) => usage.memoryHeldBytes ?? 0));
    console.log(
      `${server}: learned in ${Math.round((performance.now() - began) / 1000)} s, ${trials.length} trials; memory ${profile.memoryBytes / mib} MiB, most held ${Math.round(held / mib)} MiB; tasks ${profile.pids}; tmpfs ${profile.tmpfs.map(({ path, sizeBytes }) => `${path} ${sizeBytes / mib}m`).join(" ")}; shm ${profile.shmBytes}; ${JSON.stringify(profile.provenFor)}`,
    );
    expect(proofs.filter(({ verdict }) => verdict !== "holds")).toEqual([]);
    expect(await refusedStarts(image, { profile, workload }, 30)).toEqual([]);
    const twice = { ...profile, workload: { ...profile.workload, load: { ...workload.load, clients: 16 } } };
    const { proof, provenFor } = await verify(session, { ...request, profile: twice });
    console.log(`${server}: 16 clients: ${proof.verdict}, ${proof.detail} ${JSON.stringify(provenFor)}`);
    expect(proof.verdict).toBe("holds");
  },
  900_000,
);
