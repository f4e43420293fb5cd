import type { EngineSettings } from "../container-spec/engine-settings.ts";
import type { Drift } from "../container-spec/drift.ts";

/** The running containers of `audit`, besides the findings. */
export interface Audit {
  readonly engine: EngineSettings;
  /** By name. */
  readonly containers: readonly AuditedContainer[];
  /** With `--scan`: vulnerabilities of their images, by name. */
  readonly images?: readonly AuditedImage[];
  /** Calls of the engine's API that this took, once connected: none of them changes anything. */
  readonly calls: readonly { readonly call: string; readonly times: number }[];
}

/** A running image, besides the findings of its target; `hullproof scan` lists each vulnerability. */
export interface AuditedImage {
  /** Id of its target in the report. */
  readonly target: string;
  /** As its containers named it. */
  readonly name: string;
  readonly id: string;
  /** Names of the containers that run it. */
  readonly containers: readonly string[];
  readonly packages: number;
  /** Different vulnerabilities, without those that someone set aside; `fixed`: an update has the fix. */
  readonly vulnerabilities: {
    readonly critical: number;
    readonly high: number;
    readonly all: number;
    readonly fixed: number;
  };
}

export interface AuditedContainer {
  /** Id of its target in the report. */
  readonly target: string;
  readonly name: string;
  readonly id: string;
  /** As it was named when the container was made. */
  readonly image: string;
  readonly imageId: string;
  /** `running`, `restarting`, `exited`, ... */
  readonly status: string;
  readonly restarts: number;
  /** Of Docker Compose. */
  readonly project?: string;
  readonly service?: string;
  /** Files that Compose made it from. */
  readonly files?: readonly string[];
  /** Path of its profile; absent: it has none. */
  readonly profile?: string;
  readonly drift: readonly Drift[];
}
