import type { OverlayLayers } from "./images/overlay-layers.ts";
import type { Duplex, Readable } from "node:stream";
import type { SafetyLimits } from "../../domain/workload/safety.ts";
import type { EngineComponent } from "../../domain/workload/engine-hole.ts";
import type { LimitName } from "./client/without-limits.ts";
import type { PrivateContext } from "./build/private-context.ts";

/** What the engine says of itself; read once, after the API version was negotiated. */
export interface EngineInfo {
  /** `unix:///var/run/docker.sock` */
  readonly endpoint: string;
  /** `Docker Engine`, `Podman Engine`: for people; what an engine can do is asked, not guessed from it. */
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly kernel: string;
  readonly operatingSystem: string;
  readonly architecture: string;
  readonly cgroupVersion: 1 | 2;
  readonly cgroupDriver: string;
  readonly storageDriver: string;
  /** `runc`, `crun` */
  readonly runtime: string;
  /** Absent where the engine does not tell it. */
  readonly runtimeVersion?: string;
  /** Those of its parts whose vulnerabilities concern a container. */
  readonly components: readonly EngineComponent[];
  /** Who keeps the images: with containerd an image's id is the digest of an index or manifest, else that of its configuration. */
  readonly imageStore: "containerd" | "graph driver";
  readonly rootDir: string;
  readonly securityOptions: readonly string[];
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Limits that it takes and does not enforce: those that it says, and those that the cgroup of a container turned out not to have. */
  readonly withoutLimits: LimitName[];
  /** True when the engine's containers are processes of this machine's kernel, so that /proc, cgroups and tracefs can be read. */
  readonly sameKernel: boolean;
  /** It has BuildKit in itself: Docker, or what answers /_ping with the header Builder-Version 2. Where not, buildx would start a privileged container for it. */
  readonly buildKit: boolean;
}

export interface EngineRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  /** Without the version prefix: `/containers/create`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** Milliseconds without any byte before the call is given up; default 30,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Status codes that are an answer and no failure, beside 2xx and 304. */
  readonly accept?: readonly number[];
  /** `null` is an answer: Go writes an empty list so. Default: it is a failure. */
  readonly nullable?: true;
}

/** One connection to a Docker Engine. All methods throw `Failure` (`engine-unreachable`, `engine-refused`, `engine-died`, `timed-out`). */
export interface Engine {
  readonly info: EngineInfo;
  /** Parsed JSON, or undefined for an empty answer. */
  call<T>(request: EngineRequest): Promise<T>;
  open(request: EngineRequest): Promise<Readable>;
  /** A connection that goes on in both directions once the engine has agreed (`Upgrade: tcp`): input of an exec, and its frames. The caller destroys it. */
  duplex(request: EngineRequest): Promise<Duplex>;
}

/**
 * Everything of one hullproof process on one engine. Each object it makes carries the labels; disposal removes them
 * all by name, and the next run removes those of a process that was killed.
 */
export interface Run extends AsyncDisposable {
  readonly engine: Engine;
  /** `hp-` and 12 hexadecimal digits. */
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Private folder for files of this run (mode 0700). */
  readonly folder: string;
  /** Aborted on Ctrl-C, SIGTERM, or when the engine dies. */
  readonly signal: AbortSignal;
  /** Bounds of every container and build. */
  readonly safety: SafetyLimits;
  /** What this engine cannot do for safety, once each: told at once, and kept for the report. */
  note(text: string): void;
  readonly notes: readonly string[];
  /** Tell the run of something that disposal must remove, latest first; returns a function that removes it now. */
  defer(name: string, remove: () => Promise<void>): () => Promise<void>;
}

export interface ContainerState {
  readonly running: boolean;
  readonly pid: number;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly error: string;
  readonly health?: "starting" | "healthy" | "unhealthy";
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Host pid of the exec's process, 0 when it ended too soon to be seen. */
  readonly pid: number;
}

export interface Container extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  start(): Promise<void>;
  /** SIGTERM or the image's stop signal, then SIGKILL after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
  kill(signal: string): Promise<void>;
  /** Resolves with the exit code once it is not running. */
  wait(timeoutMs: number): Promise<number>;
  state(): Promise<ContainerState>;
  /** Whether the main process of its last start here is seen to run. False says nothing: it has ended, or can't be seen, and `state` knows. */
  lives(): boolean;
  /** All that was written since `sinceSeconds` (default: ever). */
  logs(sinceSeconds?: number): Promise<{ readonly stdout: string; readonly stderr: string }>;
  exec(
    command: readonly string[],
    options?: { readonly user?: string; readonly timeoutMs?: number },
  ): Promise<ExecResult>;
  /** Paths that differ from the image: 0 modified, 1 added, 2 deleted. */
  changes(): Promise<readonly { readonly path: string; readonly kind: 0 | 1 | 2 }[]>;
  /** Port of 127.0.0.1 here that reaches the container's port, wherever the engine is. */
  hostPort(containerPort: number, protocol?: "tcp" | "udp"): Promise<number>;
  /** The texts of /proc/net/tcp and tcp6 in its network; undefined where they are not read through the engine. */
  sockets(): Promise<readonly string[] | undefined>;
  /** Its mounts as the engine resolved them: `source` is a path of the engine's host, from the first start on as this machine opens it. */
  mounts(): Promise<readonly { readonly source: string; readonly path: string; readonly volume: boolean }[]>;
  /** Which safety limit of hullproof it has reached, in words; undefined when none. */
  limit(): Promise<string | undefined>;
  /** The folders of its root file system on this machine, from the first start on, where they can be read. */
  readonly overlay: OverlayLayers | undefined;
}

/** The parts of `GET /images/NAME/json` that hullproof reads. */
export interface ImageSummary {
  readonly id: string;
  readonly tags: readonly string[];
  readonly sizeBytes: number;
  readonly user: string;
  readonly env: readonly string[];
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly workingDir: string;
  /** Of TCP. */
  readonly exposedPorts: readonly number[];
  readonly exposedUdpPorts?: readonly number[];
  readonly volumes: readonly string[];
  readonly stopSignal: string;
  readonly healthcheck?: unknown;
  /** What runs the shell form of a HEALTHCHECK; default `/bin/sh -c`. */
  readonly shell?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly string[];
  readonly createdAt: string;
}

export interface BuildRequest {
  /** A folder, which is copied for this build alone, or a copy for several; without one the build is sent nothing. */
  readonly context?: string | PrivateContext;
  /** The Dockerfile's text: it is written into the run's folder, so that the user's folder is never touched. */
  readonly dockerfile: string;
  /** Path shown in messages. */
  readonly dockerfileName: string;
  /** Named contexts: `python:3.8-slim` -> `docker-image://NAME`. */
  readonly contexts?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  /** Name of the image in the run: `original`, `fixed`. */
  readonly name: string;
  /** Milliseconds for the whole build; default an hour. */
  readonly timeoutMs?: number;
}

export interface BuiltImage extends AsyncDisposable {
  /** `hullproof.local/RUN-ID:NAME` */
  readonly tag: string;
  readonly id: string;
  readonly seconds: number;
}
