import type { OverlayLayers } from "./images/overlay-layers.ts";
import type { Duplex, Readable } from "node:stream";
import type { SafetyLimits } from "../../domain/workload/safety.ts";
import type { EngineComponent } from "../../domain/workload/engine-vulnerability.ts";
import type { LimitName } from "./client/without-limits.ts";
import type { PrivateContext } from "./image-build/private-context.ts";

/** Properties of an engine; read once, after the version negotiation. */
export interface EngineInfo {
  /** `unix:///var/run/docker.sock` */
  readonly endpoint: string;
  /** `Docker Engine`, `Podman Engine`: for display; features are queried, not derived from it. */
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
  /** Absent if the engine does not report it. */
  readonly runtimeVersion?: string;
  /** Parts whose vulnerabilities affect containers. */
  readonly components: readonly EngineComponent[];
  /** The image store: with containerd an image's id is the digest of an index or manifest, else that of its configuration. */
  readonly imageStore: "containerd" | "graph driver";
  readonly rootDir: string;
  readonly securityOptions: readonly string[];
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Limits that it accepts but does not enforce: reported ones, and those missing in a container's cgroup. */
  readonly withoutLimits: LimitName[];
  /** Whether the engine's containers are processes of this machine's kernel, so that /proc, cgroups and tracefs can be read. */
  readonly sameKernel: boolean;
  /**
   * Whether it includes BuildKit: Docker, or an engine whose /_ping has the header Builder-Version 2. Otherwise
   * buildx would start a privileged container for it.
   */
  readonly buildKit: boolean;
}

export interface EngineRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  /** Without the version prefix: `/containers/create`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** Maximum milliseconds without a byte; default 30,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Accepted status codes besides 2xx and 304. */
  readonly accept?: readonly number[];
  /** `null` is a valid response: Go encodes an empty list as null. Default: it is an error. */
  readonly nullable?: true;
}

/** A connection to an engine. All methods throw `Failure` (`engine-unreachable`, `engine-refused`, `engine-died`, `timed-out`). */
export interface Engine {
  readonly info: EngineInfo;
  /** Parsed JSON, or undefined for an empty response. */
  call<T>(request: EngineRequest): Promise<T>;
  open(request: EngineRequest): Promise<Readable>;
  /** A bidirectional connection after an upgrade (`Upgrade: tcp`): input of an exec, and its frames. The caller destroys it. */
  duplex(request: EngineRequest): Promise<Duplex>;
}

/**
 * All objects of one hullproof process on one engine. Each object has the labels; disposal removes all of them by
 * name, and the next run removes those of a killed process.
 */
export interface EngineSession extends AsyncDisposable {
  readonly engine: Engine;
  /** `hp-` and 12 hexadecimal digits. */
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Private folder for files of this run (mode 0700). */
  readonly folder: string;
  /** Aborted on Ctrl-C, SIGTERM, or when the engine dies. */
  readonly signal: AbortSignal;
  /** Limits of every container and build. */
  readonly safety: SafetyLimits;
  /** Safety features that this engine lacks, once each: reported at once, and stored for the report. */
  note(text: string): void;
  readonly notes: readonly string[];
  /** Registers a removal for the disposal, latest first; returns a function that removes it now. */
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
  /** Host pid of the exec's process, 0 if it ended too soon. */
  readonly pid: number;
}

export interface Container extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  start(): Promise<void>;
  /** SIGTERM or the image's stop signal, then SIGKILL after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
  kill(signal: string): Promise<void>;
  /** Resolves with the exit code after its end. */
  wait(timeoutMs: number): Promise<number>;
  state(): Promise<ContainerState>;
  /** Whether the main process of its last start is known to run. False is inconclusive: it has ended or is not visible; `state` tells. */
  lives(): boolean;
  /** Output since `sinceSeconds` (default: all). */
  logs(sinceSeconds?: number): Promise<{ readonly stdout: string; readonly stderr: string }>;
  exec(
    command: readonly string[],
    options?: { readonly user?: string; readonly timeoutMs?: number },
  ): Promise<ExecResult>;
  /** Paths that differ from the image: 0 modified, 1 added, 2 deleted. */
  changes(): Promise<readonly { readonly path: string; readonly kind: 0 | 1 | 2 }[]>;
  /** Local port on 127.0.0.1 that forwards to the container's port, wherever the engine is. */
  hostPort(containerPort: number, protocol?: "tcp" | "udp"): Promise<number>;
  /** The texts of /proc/net/tcp and tcp6 in its network; undefined if the engine does not provide them. */
  sockets(): Promise<readonly string[] | undefined>;
  /**
   * Begins to watch whether something outside reaches it, by packets or an exec; the result says whether it did. Undefined where that can't be counted: it has the
   * host's network, or is not of this kernel.
   */
  watchContact(options: ContactOptions): Promise<(() => Promise<boolean>) | undefined>;
  /** Its mounts as resolved by the engine: `source` is a path of the engine's host, after the first start in this machine's form. */
  mounts(): Promise<readonly { readonly source: string; readonly path: string; readonly volume: boolean }[]>;
  /** The reached safety limit of hullproof, in words; undefined if there is none. */
  limit(): Promise<string | undefined>;
  /** The folders of its root file system on this machine, after the first start, if readable. */
  readonly overlay: OverlayLayers | undefined;
}

/** What counts as contact from outside. */
export interface ContactOptions {
  /** The command of its HEALTHCHECK, which the engine runs. */
  readonly ignored?: readonly string[] | undefined;
  /** It answers datagrams, of which one is enough. */
  readonly hasUdp: boolean;
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
  /** TCP only. */
  readonly exposedPorts: readonly number[];
  readonly exposedUdpPorts?: readonly number[];
  readonly volumes: readonly string[];
  readonly stopSignal: string;
  readonly healthcheck?: unknown;
  /** Shell for HEALTHCHECK; default `/bin/sh -c`. */
  readonly shell?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly string[];
  readonly createdAt: string;
}

export interface BuildRequest {
  /** A folder, which is copied for this build, or a copy for several; without it the build has no context. */
  readonly context?: string | PrivateContext;
  /** The Dockerfile's text: it is written into the run's folder, so that the user's folder stays unchanged. */
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
  /** Time limit of the whole build in milliseconds; default an hour. */
  readonly timeoutMs?: number;
}

export interface BuiltImage extends AsyncDisposable {
  /** `hullproof.local/RUN-ID:NAME` */
  readonly tag: string;
  readonly id: string;
  readonly seconds: number;
}
