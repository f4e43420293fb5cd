import { readdir, readFile, readlink } from "node:fs/promises";
import { release } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { agreeOnApi } from "./api-version.ts";
import { answerOf } from "./answer-of.ts";
import { Failure } from "../../../domain/failure.ts";
import { engineProcess, forwarders } from "../origins/engine-process.ts";
import { engineComponents } from "./engine-components.ts";
import { resolveEndpoint } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { httpClient } from "./http.ts";
import type { HttpClient } from "./http.ts";
import { runtimeVersion } from "./runtime-version.ts";
import { containerListShape, containerShape, infoShape, versionShape } from "./shapes.ts";
import { withoutLimits } from "./without-limits.ts";
import type { PathRules } from "../../paths/trusted-path.ts";
import type { Engine } from "../types.ts";

export interface ConnectOptions {
  /** Same as `DOCKER_HOST`; overrides the environment. */
  readonly host?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Trust rules for contexts; by default excludes those of the current folder. */
  readonly rules?: PathRules;
  readonly signal?: AbortSignal;
  /** Time limit for each response while connecting, in milliseconds; default 10,000. */
  readonly timeoutMs?: number;
}

/** Finds the engine, negotiates an API version, and reads its properties. Throws `engine-unreachable`, `engine-refused`. */
export async function connect(options: ConnectOptions = {}): Promise<Engine> {
  const endpoint = await resolveEndpoint(options.host, options.env ?? process.env, options.rules);
  const common = { method: "GET", timeoutMs: options.timeoutMs ?? 10_000, signal: options.signal } as const;

  const plain = httpClient(endpoint, "");
  const ping = await plain.send({ ...common, path: "/_ping" });
  ping.body.destroy();
  const header = ping.headers["api-version"];
  const offered = { endpoint: endpoint.text, most: typeof header === "string" ? header : "" };
  // An engine that is too old gets no further requests.
  if (agreeOnApi(offered) === undefined) {
    throw new Failure("engine-unreachable", `Something answers at ${endpoint.text}, but it is not a Docker Engine.`, {
      hint: "Correct DOCKER_HOST; a Docker Engine, or Podman's service, answers /_ping with an Api-Version header.",
    });
  }
  // Every engine accepts a path without a version, even one that supports none of ours.
  const version = answerOf(versionShape, await plain.call({ ...common, path: "/version" }));
  const apiVersion = agreeOnApi({ ...offered, least: version.MinAPIVersion, version: version.Version }) ?? offered.most;
  const client = httpClient(endpoint, `/v${apiVersion}`);
  const info = answerOf(infoShape, await client.call({ ...common, path: "/info" }));
  const ran = runtimeVersion(info.DefaultRuntime, version.Components ?? []);

  return {
    call: client.call,
    open: client.open,
    duplex: client.duplex,
    info: {
      endpoint: endpoint.text,
      name: engineName(version.Components?.[0]?.Name),
      version: version.Version,
      apiVersion,
      kernel: info.KernelVersion,
      operatingSystem: info.OperatingSystem,
      architecture: info.Architecture,
      // Engines before API 1.41 do not report it, and support only v1.
      cgroupVersion: info.CgroupVersion === "2" ? 2 : 1,
      cgroupDriver: info.CgroupDriver,
      storageDriver: info.Driver,
      runtime: info.DefaultRuntime,
      ...(ran !== undefined && { runtimeVersion: ran }),
      components: engineComponents(version.Components ?? []),
      imageStore:
        info.DriverStatus.get("driver-type") === "io.containerd.snapshotter.v1" ? "containerd" : "graph driver",
      rootDir: info.DockerRootDir,
      securityOptions: info.SecurityOptions.toSorted(),
      cpus: info.NCPU,
      memoryBytes: info.MemTotal,
      withoutLimits: withoutLimits(info),
      // Every supported Docker version has BuildKit, though before 23.0 it reported the older builder as default.
      // Podman reports nothing, and from 5.6 "1", the number of the older builder: buildx would then start a
      // privileged container for BuildKit.
      buildKit: version.Components?.[0]?.Name === "Engine" || ping.headers["builder-version"] === "2",
      sameKernel: await sharesKernel(endpoint, client, info.KernelVersion, options.signal),
    },
  };
}

/** Docker calls its first component `Engine`. */
function engineName(component: string | undefined): string {
  return component === undefined || component === "Engine" ? "Docker Engine" : component;
}

/**
 * Whether the engine's containers are processes in our own /proc. A local socket is not enough (Docker Desktop
 * forwards one into a virtual machine), nor is an equal kernel version (a container with the host's socket has its
 * own pid namespace). Proof is a running container whose pid here belongs to a cgroup with the container's id. If
 * none runs, the process that listens on the socket decides, if it is visible: an engine in our pid namespace, or
 * ssh. If neither is visible, a process named `dockerd` or `podman` is assumed to be the engine, which is wrong for
 * one that forwards to another machine with the same kernel version.
 */
async function sharesKernel(
  endpoint: Endpoint,
  client: HttpClient,
  kernel: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (process.platform !== "linux" || !("socketPath" in endpoint.address) || kernel !== release()) return false;
  const running = answerOf(containerListShape, await client.call({ method: "GET", path: "/containers/json", signal }));
  let unknown = running.slice(0, 8).map(({ Id }) => Id);
  // A busy engine may report an ended container as running: only one that stays running is evidence against it.
  for (const waitMs of [0, 100, 200, 400, 800]) {
    if (unknown.length === 0) break;
    await sleep(waitMs);
    const still: string[] = [];
    for (const id of unknown) {
      const pid = await pidOf(client, id, signal);
      if (pid === undefined) continue;
      if ((await readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => "")).includes(id)) return true;
      if ((await pidOf(client, id, signal)) === pid) still.push(id);
    }
    unknown = still;
  }
  if (unknown.length > 0) return false;
  const pid = await engineProcess(endpoint.address.socketPath);
  if (pid === undefined) {
    const forwarded = await engineProcess(endpoint.address.socketPath, forwarders);
    return forwarded === undefined && hasProcessNamed(["dockerd", "podman"]);
  }
  const [its, ownNamespace] = await Promise.all(
    [pid, "self"].map((one) => readlink(`/proc/${one}/ns/pid`).catch(() => "")),
  );
  return its !== "" && its === ownNamespace;
}

/** Pid of a container's main process in the engine's namespace; undefined if it does not run. */
async function pidOf(client: HttpClient, id: string, signal: AbortSignal | undefined): Promise<number | undefined> {
  const answer = await client.call({ method: "GET", path: `/containers/${id}/json`, accept: [404], signal });
  const container = containerShape.safeParse(answer);
  return container.success && container.data.State.Running ? container.data.State.Pid : undefined;
}

async function hasProcessNamed(names: readonly string[]): Promise<boolean> {
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const comm = await readFile(`/proc/${entry}/comm`, "utf8").catch(() => "");
    if (names.includes(comm.trim())) return true;
  }
  return false;
}
