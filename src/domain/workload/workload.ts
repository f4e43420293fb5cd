import type { Capability } from "../profile/capability.ts";
import type { Device, NetworkMode, Tmpfs, Ulimit } from "../profile/restrictions.ts";
import type { Capture, FormPart } from "./http-parts.ts";

/**
 * How the container is exercised and judged. Durations are milliseconds; a missing field leaves the default that it names.
 * Relative paths of the host begin at the folder in which hullproof was called.
 */
export interface Workload {
  readonly ready: Probe;
  /** Give up when the container is not ready after this time. */
  readonly readyTimeoutMs: number;
  readonly steps: readonly Step[];
  /** Wait before each step but the first, as a person would; default 0. */
  readonly thinkMs?: number;
  /** After the steps of the first life: the same again, many times and at once. */
  readonly soak?: Soak;
  /** How many do the steps at once, and for how long, where limits and the whole profile are proven; default: one, step by step. */
  readonly load?: Load;
  /** Trials reach no internet; default they do, as the engine's networks. */
  readonly internet?: false;
  /** Routes that are known (`GET /users/{id}`), each with its share of the logged requests; 0 where no log has it. */
  readonly routes?: Readonly<Record<string, number>>;
  /** Each client keeps the cookies that it gets, in each life; default none does. */
  readonly cookies?: true;
  /** Bytes to which the body of each step that sends one is padded, once more after the steps; 0: none is. Default `defaultBodyBytes`. */
  readonly maxBody?: number;
  /** Commands that are run in it with `docker exec`, by people or monitors: tried once in the original and once under the profile, and no part of the proof. */
  readonly tools?: readonly (readonly string[])[];
  readonly stop: {
    readonly timeoutMs: number;
    readonly exitCodes: readonly number[];
    /** In place of the image's stop signal. */
    readonly signal?: string;
  };
  /** Stop, start the same container again on the same volumes, and run the steps once more. */
  readonly restart: boolean;
  readonly env: Readonly<Record<string, string>>;
  /**
   * Values that words of `entrypoint`, of `command` and of an exec probe hold as `${NAME}`, by that name. `${OTHER}` with a name that is not here is text. A
   * profile has them as it has `env`: by name, where they may be secret.
   */
  readonly variables?: Readonly<Record<string, string>>;
  /** Arguments of its build, which the container may print though it is not given them here. They are only hidden, and nothing needs their values. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Mounts of the deployment. They decide which capabilities are needed. */
  readonly volumes: readonly Volume[];
  /** In place of the image's own. */
  readonly user?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workdir?: string;
  /** Ports of the container that are published besides those of the probe and the steps. */
  readonly ports?: readonly Port[];
  readonly grants?: Grants;
  /** Networks that are shared with companions; default one, where there are companions. */
  readonly networks?: readonly string[];
  /** Names under which companions reach the container. */
  readonly aliases?: readonly string[];
  /** Companions, in start order. They are created again for each trial. */
  readonly companions?: readonly Companion[];
  /** `image`: no steps were declared, so they are only what the image itself declares. Default `declared`. */
  readonly origin?: "declared" | "image";
}

/** Grants of the deployment beyond the engine's defaults. Reference trials have them, and learning tries to remove them. */
export interface Grants {
  readonly capabilities?: readonly Capability[];
  readonly devices?: readonly Device[];
  readonly ulimits?: readonly Ulimit[];
  readonly network?: NetworkMode;
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Size of /dev/shm; default the engine's. */
  readonly shmBytes?: number;
  /** Mounted in every trial, unless another is at the same path: its content is not part of the root file system. */
  readonly tmpfs?: readonly Tmpfs[];
  /** The engine's init process runs in front of its command, in every trial: its syscalls are in the allowlist. */
  readonly init?: true;
}

/** The declared part of a workload; the image supplies the rest. */
export type DeclaredWorkload = { readonly [Field in keyof Workload]?: Workload[Field] } & {
  /** A service of a Compose file is the container, those it depends on are its companions. */
  readonly compose?: { readonly file: string; readonly service: string };
};

export interface Port {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

export interface Volume {
  /** Of the volume that is made for the trial, and of the deployment's own. */
  readonly name: string;
  readonly path: string;
  /**
   * Folder or file of the host. A writable one is copied for each trial, so that each begins with the same and the original
   * stays as it is; a read-only one is mounted itself.
   */
  readonly from?: string;
  readonly readOnly?: boolean;
  /** Of the volume's root: `999:999`. Default: as the engine makes it from the image, or as `from` has it. */
  readonly owner?: string;
  /** A secret or a configuration of Compose: its content is masked in the container's output. */
  readonly secret?: true;
  /** In one trial, mounts with the same word share a volume, or a copy of `from`. Default: a separate one each. */
  readonly shared?: string;
}

export interface Companion {
  /** Also its name on the network. */
  readonly name: string;
  readonly image: string;
  readonly aliases: readonly string[];
  readonly networks?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  readonly workdir?: string;
  readonly env: Readonly<Record<string, string>>;
  /** As those of the workload. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly volumes: readonly Volume[];
  /** Grants of the deployment beyond the engine's defaults. */
  readonly grants?: Grants;
  /** Default: its HEALTHCHECK where it has one, else that it listens on a port that its image exposes, or runs. */
  readonly ready: Probe;
  readonly readyTimeoutMs: number;
  /** It needs the container: it is made again in each of its lives, once that is ready, and gone before it is stopped. */
  readonly after?: true;
}

export type Probe =
  | {
      readonly kind: "http";
      readonly port: number;
      readonly path: string;
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "tcp"; readonly port: number }
  /** Any of these TCP ports is listened on. */
  | { readonly kind: "ports"; readonly ports: readonly number[] }
  | { readonly kind: "log"; readonly pattern: string }
  /** There is no probe: it is ready after running for this long. */
  | { readonly kind: "running"; readonly forMs: number }
  | { readonly kind: "exec"; readonly command: readonly string[] }
  /** The command of the image's HEALTHCHECK passes. */
  | { readonly kind: "health" }
  /** It came to its end by itself, with an exit code of a clean stop: a command line tool, a migration. */
  | { readonly kind: "ended" };

/** By kind. A kind of `src/steps` that is not named here adds itself: `declare module "../domain/workload/workload.ts"`. */
export interface StepsByKind {
  readonly http: HttpStep;
  readonly tcp: TcpStep;
  readonly udp: UdpStep;
  readonly port: PortStep;
  readonly exec: ExecStep;
  readonly health: HealthStep;
  readonly run: HostStep;
  readonly signal: SignalStep;
}

export type Step = StepsByKind[keyof StepsByKind];

export interface StepBase {
  /** Names the step in reports. */
  readonly name: string;
  /** How often it is done, one after the other; default 1. */
  readonly repeat?: number;
  /** Name of the companion that it is done at; default the container itself. */
  readonly at?: string;
  /** Done in the first life alone, and never under load: set-up. Its captures stay for all clients and lives. */
  readonly once?: true;
  /** How often it is done under load, beside the others; 0: once by each client (a login), or never behind all others (a logout). Default 1. */
  readonly weight?: number;
}

export interface HttpStep extends StepBase {
  readonly kind: "http";
  readonly port: number;
  /** Whatever certificate it shows is taken. */
  readonly tls?: boolean;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Body as hexadecimal digits. */
  readonly bodyHex?: string;
  /** Body as `multipart/form-data`. */
  readonly multipart?: readonly FormPart[];
  /** Of another step, and padded to so many bytes in a way that leaves its meaning as it is. */
  readonly bodyBytes?: number;
  readonly status: number;
  /** Regular expression (JavaScript, `u` and `s` flags) that the body must match. */
  readonly bodyPattern?: string;
  /** Header of the answer, in lower case -> regular expression. */
  readonly headerPatterns?: Readonly<Record<string, string>>;
  /** Name -> the part of the answer that later steps of the same client send as `{{name}}`. */
  readonly capture?: Readonly<Record<string, Capture>>;
  readonly timeoutMs: number;
}

/** Content sent or expected: literal text, or bytes as hexadecimal digits. */
export type Payload = { readonly text: string } | { readonly hex: string };

/** Connects, sends, and reads until the expected content came, or the response seems complete. */
export interface TcpStep extends StepBase {
  readonly kind: "tcp";
  readonly port: number;
  readonly send?: Payload;
  /** A regular expression as text, or bytes that the answer must hold. Default: it accepts, and whatever it says. */
  readonly expect?: Payload;
  readonly timeoutMs: number;
}

/** Sends one datagram, once a second until the answer comes. */
export interface UdpStep extends StepBase {
  readonly kind: "udp";
  readonly port: number;
  readonly send: Payload;
  readonly expect?: Payload;
  readonly timeoutMs: number;
}

/** Nothing is known but that the port is exposed: HTTP is tried, and what both baselines answer alike is the expectation. */
export interface PortStep extends StepBase {
  readonly kind: "port";
  readonly port: number;
  readonly timeoutMs: number;
}

/** A command inside the container. */
export interface ExecStep extends StepBase {
  readonly kind: "exec";
  readonly command: readonly string[];
  readonly user?: string;
  readonly exitCode: number;
  readonly output?: string;
  /** Default 30,000. */
  readonly timeoutMs?: number;
}

/** The command of the image's HEALTHCHECK. */
export interface HealthStep extends StepBase {
  readonly kind: "health";
}

/** A command on this machine: a script, k6, artillery, pytest. It gets the container's address, and ends with all its processes. */
export interface HostStep extends StepBase {
  readonly kind: "run";
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs; default the folder in which hullproof was called. */
  readonly folder?: string;
  readonly exitCode: number;
  readonly output?: string;
  readonly timeoutMs: number;
}

/** Deliver a signal to the main process, for a declared reload. */
export interface SignalStep extends StepBase {
  readonly kind: "signal";
  readonly signal: string;
  /** When the reload is over; default: when it is ready again. A log line counts from the signal on. */
  readonly settled?: Probe;
}

/** Everybody does the steps in order, again and again, without a rest. How fast they are answered is not judged. */
export interface Load {
  readonly clients: number;
  readonly forMs: number;
  /** Names of steps that cannot run concurrently: they run one after the other, in parallel to the others. */
  readonly serial?: readonly string[];
}

export interface Soak {
  readonly forMs: number;
  /** Rounds at a time. */
  readonly concurrency: number;
  /** Wait of each before its next step. */
  readonly thinkMs: number;
  /** Over once so many steps were timed. */
  readonly enough?: number;
}
