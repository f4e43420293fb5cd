import type { EngineSettings } from "../container-spec/engine-settings.ts";
import type { Drift } from "../container-spec/drift.ts";

/** What `audit` found running, beside the findings. */
export interface Audit {
  readonly engine: EngineSettings;
  /** By name. */
  readonly containers: readonly AuditedContainer[];
  /** Calls of the engine's API that this took, once connected: none of them changes anything. */
  readonly calls: readonly { readonly call: string; readonly times: number }[];
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
  /** Where its profile lies; absent: it has none. */
  readonly profile?: string;
  readonly drift: readonly Drift[];
}
