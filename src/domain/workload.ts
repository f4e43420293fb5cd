import type { Capability } from "./capability.ts";
import type { Device, NetworkMode, Ulimit } from "./profile.ts";

/** How the container is exercised and judged. Durations are milliseconds. */
export interface Workload {
  readonly ready: Probe;
  /** Give up when the container is not ready after this time. */
  readonly readyTimeoutMs: number;
  readonly steps: readonly Step[];
  readonly stop: { readonly timeoutMs: number; readonly exitCodes: readonly number[] };
  /** Stop, start the same container again on the same volumes, and run the steps once more. */
  readonly restart: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Mounts of the deployment, `volume` names are made for the trial. They decide which capabilities are needed. */
  readonly volumes: readonly { readonly name: string; readonly path: string }[];
  readonly grants?: Grants;
}

/** What the deployment gives beyond the engine's defaults. The baseline has it, and learning tries to do without. */
export interface Grants {
  readonly capabilities?: readonly Capability[];
  readonly devices?: readonly Device[];
  readonly ulimits?: readonly Ulimit[];
  readonly network?: NetworkMode;
  readonly sysctls?: Readonly<Record<string, string>>;
}

export type Probe =
  | { readonly kind: "http"; readonly port: number; readonly path: string; readonly status: number }
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "log"; readonly pattern: string }
  /** Nothing can be asked: it is ready when it has gone on for so long. */
  | { readonly kind: "running"; readonly forMs: number }
  | { readonly kind: "exec"; readonly command: readonly string[] };

export type Step =
  | HttpStep
  | {
      readonly kind: "exec";
      readonly name: string;
      readonly command: readonly string[];
      readonly exitCode: number;
      readonly output?: string;
    }
  /** Deliver a signal to the main process, for a declared reload. */
  | { readonly kind: "signal"; readonly name: string; readonly signal: string };

export interface HttpStep {
  readonly kind: "http";
  readonly name: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  /** Regular expression (JavaScript, `u` and `s` flags) that the body must match. */
  readonly bodyPattern?: string;
  readonly timeoutMs: number;
}
