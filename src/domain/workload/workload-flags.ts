import type { NetworkMode } from "../profile/network-mode.ts";

/** Flags of the command line that declare a workload, as they were typed. */
export interface WorkloadFlags {
  readonly port?: string;
  readonly get?: readonly string[];
  readonly exec?: readonly string[];
  readonly run?: readonly string[];
  readonly signal?: readonly string[];
  readonly env?: readonly string[];
  readonly volume?: readonly string[];
  readonly network?: NetworkMode;
  readonly compose?: string;
  readonly service?: string;
  readonly soak?: string;
  readonly load?: string;
}
