import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { runProgram } from "../../run-program.ts";
import type { Lab } from "./lab.ts";
import { type Machine, openMachine, type MachineOptions } from "./machine.ts";
import type { OpenEngine } from "./row.ts";

export interface DockerOptions {
  /** Root file system; absent: this machine's. */
  readonly root?: string;
  /** Folder of programs that come before the machine's own, client plug-ins among them. */
  readonly programs?: string;
  /** Of daemon.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly prepare?: string;
  /** Addresses that it listens at beside its socket. */
  readonly hosts?: readonly string[];
}

export interface StartedDocker extends OpenEngine {
  readonly host: string;
  readonly enter: readonly string[];
  readonly client: readonly string[];
  readonly machine: Machine;
}

const startMs = 60_000;
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Starts a dockerd in a machine of its own. @throws Error with the end of its log. */
export async function startDocker(lab: Lab, name: string, options: DockerOptions = {}): Promise<StartedDocker> {
  const { root, programs, settings = {}, prepare, hosts: more = [] } = options;
  const machineOptions: MachineOptions = {
    name,
    ...(root !== undefined && {
      root,
      storage: { "/var/lib/docker": "data", "/var/lib/containerd": "containerd", "/scratch": "scratch" },
    }),
    ...(prepare !== undefined && { prepare }),
  };
  const machine = await openMachine(lab, machineOptions);
  const { folder } = machine;
  const host = `unix://${join(folder, "docker.sock")}`;
  const places = machine.ownRoot
    ? {}
    : { "data-root": join(folder, "data"), "exec-root": join(folder, "exec"), pidfile: join(folder, "docker.pid") };
  const file = join(folder, "daemon.json");
  await writeFile(file, JSON.stringify({ ...places, ...settings }));
  const env = {
    ...lab.env,
    PATH: programs === undefined ? path : `${programs}:${path}`,
    ...(programs !== undefined && { DOCKER_CONFIG: await clientConfig(folder, programs) }),
  };
  // In its own root it listens where every client looks for it, too.
  const hosts = [host, ...more, ...(machine.ownRoot ? ["unix:///var/run/docker.sock"] : [])];
  const daemon = startLogged(lab, machine, "dockerd", env, [
    "dockerd",
    "--config-file",
    file,
    ...hosts.flatMap((one) => ["--host", one]),
  ]);
  const client = [...machine.client];
  lab.defer(() => endContainers(lab, client, host, daemon));
  await answers(lab, host, daemon, join(folder, "dockerd.log"));
  const { PATH, DOCKER_CONFIG } = env as NodeJS.ProcessEnv;
  return {
    host,
    machine,
    enter: machine.enter,
    client,
    ...(machine.ownRoot && { network: `/proc/${machine.pid}/ns/net` }),
    env: {
      PATH: PATH ?? path,
      ...(DOCKER_CONFIG !== undefined && { DOCKER_CONFIG }),
      ...(machine.ownRoot ? {} : { DOCKER_HOST: host }),
    },
  };
}

/** Starts a daemon whose output goes to NAME.log in the machine's folder. */
export function startLogged(
  lab: Lab,
  machine: Machine,
  name: string,
  env: Readonly<NodeJS.ProcessEnv>,
  words: readonly string[],
  quiet = false,
): ChildProcess {
  const [program = "", ...args] = [...machine.enter, ...words];
  const daemon = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(join(machine.folder, `${name}.log`));
  daemon.stdout.pipe(log, { end: false });
  daemon.stderr.pipe(log, { end: false });
  daemon.on("error", () => {});
  if (!quiet) lab.say(`${name} starts`);
  return daemon;
}

/** @throws Error with the end of its log when it does not. */
export async function answers(
  lab: Lab,
  host: string,
  daemon: ChildProcess,
  log: string,
  client: readonly string[] = [],
  waitMs = startMs,
): Promise<void> {
  const env = { ...lab.env, DOCKER_HOST: host };
  const [program, ...args] = [...client, "docker", "version"];
  for (const end = Date.now() + waitMs; Date.now() < end && daemon.exitCode === null; await sleep(500)) {
    lab.signal.throwIfAborted();
    const { code } = await runProgram(program, args, { env, timeoutMs: waitMs / 6 });
    if (code === 0) return;
  }
  const told = await readFile(log, "utf8").catch(() => "");
  throw new Error(`the engine does not answer: ${told.trim().slice(-600)}`);
}

/** Containers first: those of a dead engine would stay. */
export async function endContainers(
  lab: Lab,
  client: readonly string[],
  host: string,
  daemon: ChildProcess,
): Promise<void> {
  const script = "docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes";
  const [program, ...args] = [...client, "sh", "-c", script];
  if (daemon.exitCode === null)
    await runProgram(program, args, { env: { ...lab.env, DOCKER_HOST: host }, timeoutMs: 60_000 });
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = once(daemon, "exit");
  daemon.kill("SIGTERM");
  await Promise.race([ended, sleep(20_000)]);
}

/** buildx and Compose are found as plug-ins of the client. */
async function clientConfig(folder: string, programs: string): Promise<string> {
  const config = join(folder, "client");
  await mkdir(join(config, "cli-plugins"), { recursive: true });
  for (const name of ["docker-buildx", "docker-compose"])
    await symlink(join(programs, name), join(config, "cli-plugins", name));
  return config;
}
