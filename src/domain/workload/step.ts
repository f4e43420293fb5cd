import type { Capture, FormPart } from "./http-parts.ts";
import type { Payload, Probe } from "./probe.ts";

/** By kind. A kind of `src/steps` that is not named here adds itself: `declare module "../domain/workload/step.ts"`. */
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
