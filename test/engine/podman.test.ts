import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { writeFewerLimits } from "../../scripts/matrix/harness/fewer-limits.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnSeccomp } from "../../src/proof/learn/lessons/seccomp.ts";
import { describeEnvironment } from "../../src/proof/observe/environment.ts";
import { observeSystem } from "../../src/proof/observe/system.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { permit } from "../permits.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { leftOf } from "./fixture.ts";
import { podmanApart } from "./podman-apart.ts";
import { get, proofImage, serve, webWorkload } from "./proof-image.ts";

const run = promisify(execFile);
const there = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** A service of its own with its own storage, so that nothing of this machine's Podman is touched; undefined when it cannot be. */
async function podmanService() {
  const version = await run("podman", ["--version"]).catch(() => undefined);
  if (version === undefined || process.getuid?.() !== 0) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "hullproof-podman-"));
  const runc = await run("sh", ["-c", "command -v runc"]).catch(() => undefined);
  const conf = join(folder, "containers.conf");
  // crun refuses a host with both versions of cgroups.
  // What it runs of a build asks for more open files than some machines may give.
  const own = join(folder, "runc");
  if (runc !== undefined) await writeFewerLimits(own, runc.stdout.trim());
  const runtime = runc === undefined ? "" : `runtime = "runc"\n[engine.runtimes]\nrunc = ["${own}"]\n`;
  await writeFile(conf, `[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n${runtime}`);
  const env = { ...process.env, CONTAINERS_CONF: conf, PODMAN_IGNORE_CGROUPSV1_WARNING: "1" };
  const apart = podmanApart(folder);
  const socket = join(folder, "podman.sock");
  const child = spawn("podman", [...apart, "system", "service", "--time=0", `unix://${socket}`], {
    env,
    stdio: "ignore",
  });
  for (let waited = 0; waited < 100 && !(await there(socket)); waited++) await sleep(100);
  return {
    host: `unix://${socket}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await once(child, "exit");
      // Its storage keeps a mount of itself.
      await run("podman", [...apart, "system", "reset", "--force"], { env }).catch(() => {});
      await run("umount", ["--recursive", "--lazy", join(folder, "root", "overlay")]).catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test("Podman's service: a container is observed, restricted and filtered as on Docker, and nothing is left", async ({
  skip,
}) => {
  await using service = await podmanService();
  if (service === undefined) skip("Podman is not installed here, or this is not root: apt-get install -y podman");
  const engine = await connect({ host: service?.host ?? "" });
  expect(engine.info).toMatchObject({ name: "Podman Engine", sameKernel: true });
  await ensureTinyImage(engine);
  await using session = await openEngineSession(engine, { progress: () => {} });
  const image = await proofImage(session, "on-podman", `set -e; cat /srv/read; ${serve}`, {
    files: [
      { path: "srv/read", content: "read\n" },
      { path: "srv/unread", content: "unread\n" },
      { path: "www/index.html", content: "hello\n" },
    ],
  });
  const workload = webWorkload({ steps: [get("/", 200, "^hello")], stop: { timeoutMs: 5000, exitCodes: [0] } });
  const request = { ...image, workload, trialIds: trialIds(), progress: () => {} };
  const system = await observeSystem(session, []);
  const base = await runReference(session, { ...request, observe: [system.observer] });
  const seen = await system.finish();
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const current = {
    dropAll: true,
    noNewPrivileges: true,
    readOnlyRootfs: true,
    tmpfs: [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 1024 * 1024 }],
    pids: 20,
  };
  expect((await runner.run("restricted", current)).problem).toBe("");

  const { learning } = await describeEnvironment(engine);
  if (learning.every(({ unknown }) => unknown === undefined)) {
    expect(seen.files.opened).toEqual(expect.arrayContaining(["/srv/read", "/www/index.html"]));
    expect(seen.files.opened).not.toContain("/srv/unread");
    expect(seen.sockets.listening).toContainEqual({ protocol: "tcp", address: "::", port: 8080 });
    const lesson = await learnSeccomp(runner, current, seen.calls, seen.syscalls.reason);
    expect(lesson.proofs.map(({ verdict }) => verdict)).toEqual(["holds"]);
  }
  expect(await leftOf(engine, session.id)).toHaveLength(1);

  // What holds on Docker and not here is said first.
  const notes = session.notes.join("\n");
  expect(notes).toContain("the number of files in the tmpfs /tmp is not limited");
  // This machine and private networks are kept from its containers, as on Docker.
  expect(notes).not.toContain("can be reached from them");
  expect(engine.info.buildKit).toBe(false);
  const names = async () => {
    const all = await engine.call<{ Names: string[] }[]>({
      method: "GET",
      path: "/containers/json",
      query: { all: true },
    });
    return all.flatMap(({ Names }) => Names);
  };
  const before = await names();
  // It builds by itself: buildx would start a privileged container, for which no one was asked.
  await using folder = await folderOf({
    Dockerfile: `FROM ${tinyImage}\nADD app /app\nRUN chown -R 1000:1000 /app\nRUN cat <<EOF\nheredoc\nEOF\nCMD ["cat", "/app/one"]\n`,
    "app/one": "one\n",
  });
  const args = ["fix", "--proven", "--no-measure", "--progress", "plain", "--format", "json"];
  const { code, stdout, stderr } = await cli(args, { cwd: folder.path, env: { DOCKER_HOST: service?.host } });
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("itself, which has no BuildKit") });
  expect(stdout).toMatch(/"rule": "layers\/chown-after-copy",[^}]*"outcome": "applied"/s);
  expect(await leftOf(engine, session.id)).toHaveLength(1);
  expect(await names()).toEqual(before);
});

test("Podman's service: a tmpfs has the owner, the room and the flags that Docker's has, is empty at each start, and nothing of it is left", async ({
  skip,
}) => {
  await using service = await podmanService();
  if (service === undefined) skip("Podman is not installed here, or this is not root: apt-get install -y podman");
  const engine = await connect({ host: service?.host ?? "" });
  await ensureTinyImage(engine);
  await using session = await openEngineSession(engine, { progress: () => {} });
  const own = "rw,noexec,nosuid,nodev,size=1m,nr_inodes=64,mode=700,uid=10001,gid=10002";
  const roots = "rw,noexec,nosuid,nodev,size=1m,nr_inodes=64,mode=1777,uid=0,gid=0";
  const command = [
    "sh",
    "-c",
    "ls -n /srv; ls -ldn /srv; grep ' /srv ' /proc/mounts; touch /srv/x /tmp/y && echo written; trap 'exit 0' TERM; while :; do sleep 0.1; done",
  ];
  const spec = {
    image: tinyImage,
    command,
    user: "10001:10002",
    readOnlyRootfs: true,
    tmpfs: { "/srv": own, "/tmp": roots },
  };
  const container = await createContainer(session, { ...spec, network: "none" }, permit);
  for (let life = 0; life < 2; life++) {
    const since = Math.floor(Date.now() / 1000);
    await container.start();
    await expect.poll(async () => (await container.logs(since)).stdout).toContain("written");
    const { stdout } = await container.logs(since);
    expect(stdout).toMatch(/^total 0\ndrwx------ +2 10001 +10002/);
    expect(stdout).toMatch(/nosuid,nodev,noexec\S*,size=1024k,nr_inodes=64,mode=700,uid=10001,gid=10002/);
    await container.stop(2000);
    // Times of the log are whole seconds.
    await sleep(1100);
  }
  expect(await container.mounts()).toEqual([]);
  await container[Symbol.asyncDispose]();
  expect(await leftOf(engine, session.id)).toEqual([]);
  expect(session.notes.join()).toContain("in the tmpfs /tmp is not limited");
});
