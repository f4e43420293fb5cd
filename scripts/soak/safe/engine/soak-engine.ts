import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../../../src/domain/failure.ts";
import { connect } from "../../../../src/sources/engine/client/connect.ts";
import type { Engine } from "../../../../src/sources/engine/types.ts";
import { execute } from "./execute.ts";

export interface SoakEngine extends AsyncDisposable {
  readonly api: Engine;
  hasEnded(): boolean;
  /** The docker client, asked of this engine. */
  docker(args: readonly string[], options?: DockerOptions): Promise<Answer>;
  /** Its plug-in for builds; called by itself it spares the client's search for plug-ins. */
  buildx(args: readonly string[], options?: DockerOptions): Promise<Answer>;
}

export interface DockerOptions {
  readonly timeoutMs?: number;
  readonly input?: string;
}

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const pluginPlaces = ["libexec", "lib", "local/lib"].map((folder) => `/usr/${folder}/docker/cli-plugins/docker-buildx`);

/** Where builds and containers reach the archives, in the network of this engine alone. */
const archiveAddress = "172.30.0.1";
const archivePort = 8099;
export const archiveHost = `${archiveAddress}:${archivePort}`;

/**
 * A Docker Engine whose network has nothing but the archives, and whose storage goes with it: official names can be given to images of our own, and
 * no cache or image is left on the engine of this machine. Throws `bad-config` where none can be started.
 */
export async function startEngine(archives: string, signal: AbortSignal): Promise<SoakEngine> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-soak-engine-"));
  const host = `unix://${join(folder, "sock")}`;
  const settings = {
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    pidfile: join(folder, "pid"),
    hosts: [host],
    builder: { gc: { enabled: true, defaultKeepStorage: "6GB" } },
    // A bridge that leads to this engine's own network and no further: bake files cannot ask for another one.
    bip: `${archiveAddress}/16`,
    iptables: false,
    ip6tables: false,
    "ip-forward": false,
    "ip-masq": false,
  };
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "daemon.json"), JSON.stringify(settings));
  const serve = `"${process.execPath}" "${join(import.meta.dirname, "serve.ts")}" "${archives}" ${archivePort}`;
  const script = `exec 3<&0; ip link set lo up; ${serve} <&3 & exec dockerd --config-file "${folder}/daemon.json" 3<&-`;
  // A group of its own: Ctrl-C ends the soak, which then ends the engine.
  const daemon = spawn("unshare", ["--net", "--mount", "sh", "-c", script], {
    // The server of archives reads the pipe: where this process is killed it ends the engine.
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  daemon.stdin?.on("error", () => {});
  let over = false;
  const ended = new Promise<void>((resolve) => {
    for (const event of ["error", "exit"]) daemon.once(event, () => resolve());
  }).then(() => void (over = true));
  const stop = async (): Promise<void> => {
    daemon.kill("SIGTERM");
    await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    DOCKER_HOST: host,
    DOCKER_CONFIG: join(folder, "client"),
    BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
  };
  const docker = (args: readonly string[], options: DockerOptions = {}): Promise<Answer> =>
    execute("docker", args, { ...options, env, signal });
  const plugin = pluginPlaces.find((path) => existsSync(path));
  const buildx: SoakEngine["buildx"] = (args, options = {}) =>
    plugin === undefined ? docker(["buildx", ...args], options) : execute(plugin, args, { ...options, env, signal });
  for (let attempt = 0; attempt < 100 && !over; attempt++) {
    const api = existsSync(join(folder, "sock")) ? await connect({ host }).catch(() => undefined) : undefined;
    if (api !== undefined) return { docker, buildx, api, hasEnded: () => over, [Symbol.asyncDispose]: stop };
    await sleep(200);
  }
  await stop();
  throw new Failure("bad-config", "no Docker Engine could be started for the soak", {
    hint: "Run it as root where dockerd, unshare and ip are installed.",
  });
}
