import type { GivenSettings } from "../../../domain/container-spec/given-settings.ts";
import type { Capability } from "../../../domain/profile/capability.ts";

/** The settings compared with a profile. */
export type ComparedSettings = Pick<
  GivenSettings,
  | "user"
  | "privileged"
  | "capAdd"
  | "capDrop"
  | "noNewPrivileges"
  | "seccomp"
  | "appArmor"
  | "unmasked"
  | "readOnly"
  | "tmpfs"
  | "devices"
  | "network"
  | "pid"
  | "ipc"
  | "uts"
  | "userns"
  | "memory"
  | "memorySwap"
  | "cpus"
  | "cpuPeriod"
  | "cpuQuota"
  | "pids"
  | "ulimits"
  | "sysctls"
  | "engine"
> & { readonly mounts: readonly Pick<GivenSettings["mounts"][number], "type" | "source" | "target" | "readOnly">[] };

/** A container as it is set up now, with what its image and its engine decide where it says nothing. */
export interface Effective {
  readonly given: ComparedSettings;
  /** Of the image. */
  readonly imageUser: string;
  /** The engine's default capabilities. */
  readonly engineCapabilities: readonly Capability[];
  /** The daemon sets no-new-privileges by default. */
  readonly engineNoNewPrivileges: boolean;
}
