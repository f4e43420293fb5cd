import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { findOrphanedResources } from "../../src/sources/engine/session/orphaned-resources.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { program } from "../cli/program.ts";
import { tinyImage } from "../images/tiny.ts";

let folder: string;
let host: string;
let daemon: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  host = `unix://${join(folder, "sock")}`;
  await mkdir(join(folder, "data"));
});
afterAll(async () => {
  await end("SIGTERM");
  await endShims();
  await unmount();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** An engine of its own, in a network of its own: without a bridge it removes the machine's docker0 at its start. */
async function start(): Promise<Engine | undefined> {
  const settings = {
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    pidfile: join(folder, "pid"),
    hosts: [host],
    bridge: "none",
    iptables: false,
    ip6tables: false,
    "ip-forward": false,
    "ip-masq": false,
  };
  await writeFile(join(folder, "daemon.json"), JSON.stringify(settings));
  // One that was killed leaves them, and another process, or what no one waited for, may have their number by now.
  for (const name of ["pid", "exec/containerd/containerd.pid"]) await rm(join(folder, name), { force: true });
  const started = spawn("unshare", ["--net", "dockerd", "--config-file", join(folder, "daemon.json")], {
    stdio: "ignore",
  });
  started.on("error", () => {});
  daemon = started;
  for (let attempt = 0; attempt < 100 && started.exitCode === null && started.pid !== undefined; attempt++) {
    const found = await connect({ host }).catch(() => undefined);
    if (found !== undefined) return found;
    await sleep(200);
  }
  return undefined;
}

async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
  daemon.kill(signal);
  await once(daemon, "exit");
}

/** The shim of a container outlives its engine, and the next one has no use for it. */
async function endShims(): Promise<void> {
  for (const pid of (await readdir("/proc")).map(Number).filter((one) => one > 0)) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes(`${folder}/`) && pid !== process.pid) process.kill(pid, "SIGKILL");
  }
}

/** An engine that is killed leaves its mounts, and the next one does not take them for its own. */
async function unmount(): Promise<void> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").map((line) => line.split(" ")[4] ?? "");
  for (const mount of mounts.filter((path) => path.startsWith(folder)).toReversed())
    await promisify(execFile)("umount", ["-l", mount]).catch(() => {});
}

async function copyTiny(to: Engine): Promise<void> {
  const from = await connect();
  const saved = await from.open({ method: "GET", path: `/images/${tinyImage}/get` });
  const chunks: Buffer[] = [];
  for await (const chunk of saved) chunks.push(Buffer.from(chunk as Uint8Array));
  const answer = await to.open({ method: "POST", path: "/images/load", body: Buffer.concat(chunks) });
  for await (const chunk of answer) void chunk;
}

const config = `workload:
  command: [sh, -c, "trap 'exit 0' TERM; echo up; while :; do sleep 0.1; done"]
  ready: { log: { pattern: up } }
  grants: { network: none }
  restart: false
`;

async function learn() {
  const child = spawn(process.execPath, [program, "learn", "--progress", "plain", tinyImage], {
    cwd: folder,
    env: { ...process.env, DOCKER_HOST: host, HULLPROOF_CACHE: join(folder, "cache") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (bytes: Buffer) => (stderr += bytes.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}

/** The runs that have a container, once one has. */
async function runsOf(engine: Engine): Promise<string[]> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const containers = (await findOrphanedResources(engine)).filter(({ kind }) => kind === "container");
    if (containers.length > 0) return containers.map(({ run }) => run);
    await sleep(50);
  }
  return [];
}

/** All else is the machine's: others may be at work. */
const ofEngine = new Set(["container", "network", "volume", "image"]);
const traces = () => readdir("/sys/kernel/tracing/instances").catch((): string[] => []);

test("an engine that is killed while it learns: said so, and the next run begins clean", async (context) => {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return context.skip("a second engine takes root");
  const first = await start();
  if (first === undefined) return context.skip("no second dockerd starts here");
  await copyTiny(first);
  await writeFile(join(folder, "hullproof.yaml"), config);

  const learning = learn();
  const runs = await runsOf(first);
  // Some trials later.
  await sleep(2000);
  await end("SIGKILL");
  const broken = await learning;
  expect(runs, broken.stderr).not.toEqual([]);
  expect(broken.code, broken.stderr).toBe(2);
  expect(broken.stderr).toMatch(/engine/iu);
  expect(broken.stderr).not.toMatch(/^\s+at /mu);
  // The kernel's part needs no engine.
  expect((await traces()).filter((name) => runs.some((run) => name.includes(run)))).toEqual([]);

  const again = await start();
  if (again === undefined) throw new Error("the second dockerd does not start again");
  const { code, stderr } = await learn();
  expect(code, stderr).toBe(0);
  const left = (await findOrphanedResources(again)).filter(({ run, kind }) => runs.includes(run) || ofEngine.has(kind));
  expect(left.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
});
