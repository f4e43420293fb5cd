import type { BlkioDevice, DeviceRequest, Healthcheck } from "./inspected-container.ts";

/**
 * The settings requested for a container, without those of its image and without the engine's defaults. Absent and
 * empty: not requested. A run line, a Compose service, a pod or a unit needs these settings to create such a container again.
 */
export interface GivenSettings {
  readonly name: string;
  /** Whose it is: engines grant and mount otherwise. */
  readonly engine: "docker" | "podman";
  readonly image: string;
  /** Empty: the image's own is switched off. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** Values that these hold as `${NAME}`, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly groups: readonly string[];
  readonly workingDir?: string;
  readonly hostname?: string;
  readonly domainname?: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** By name; a value may be one that is no one else's business. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** Variables that its image sets and it was made without: `--env NAME`, where the caller had no such variable. */
  readonly unsetEnv: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly privileged: boolean;
  /** Without `CAP_`. */
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  /** `false` only where it is said: the daemon's default may be true. */
  readonly noNewPrivileges?: boolean;
  /** `unconfined`, `builtin`, or the profile's JSON. */
  readonly seccomp?: string;
  readonly appArmor?: string;
  /** Behind `label=`. */
  readonly labelOptions: readonly string[];
  readonly unmasked: boolean;
  /** Other security options, as they are written. */
  readonly otherSecurity: readonly string[];
  readonly readOnly: boolean;
  readonly init?: boolean;
  readonly mounts: readonly GivenMount[];
  /** Path and options, in `--tmpfs`'s words. */
  readonly tmpfs: readonly { readonly path: string; readonly options: string }[];
  readonly volumesFrom: readonly string[];
  readonly devices: readonly { readonly host: string; readonly container: string; readonly permissions: string }[];
  readonly deviceRules: readonly string[];
  readonly deviceRequests: readonly DeviceRequest[];
  readonly ports: readonly GivenPort[];
  /** Beyond those of the image and of `ports`. */
  readonly expose: readonly string[];
  readonly publishAll: boolean;
  /** Absent: the engine's default network. */
  readonly network?: string;
  /** The networks that it is in, where they are networks of a user's own; `network` is the first of them. */
  readonly attachments: readonly GivenAttachment[];
  /** `NAME:ALIAS`, in the default network or in the first of `attachments`. */
  readonly links: readonly string[];
  /** Of the first network; engines from Docker 29 on do not distinguish a requested one from a generated one. */
  readonly macAddress?: string;
  readonly dns: readonly string[];
  readonly dnsOptions: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly extraHosts: readonly string[];
  readonly pid?: string;
  readonly ipc?: string;
  readonly uts?: string;
  readonly userns?: string;
  readonly cgroupns?: string;
  readonly cgroupParent?: string;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly ulimits: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly runtime?: string;
  readonly memory?: number;
  /** -1: unlimited. */
  readonly memorySwap?: number;
  readonly memoryReservation?: number;
  readonly memorySwappiness?: number;
  readonly oomKillDisable: boolean;
  readonly oomScoreAdj?: number;
  readonly shmSize?: number;
  readonly cpus?: number;
  readonly cpuShares?: number;
  readonly cpuPeriod?: number;
  readonly cpuQuota?: number;
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
  readonly blkioWeight?: number;
  readonly blkioDevices: readonly BlkioDevice[];
  readonly pids?: number;
  readonly logDriver?: string;
  readonly logOptions: Readonly<Record<string, string>>;
  readonly storageOpt: Readonly<Record<string, string>>;
  readonly restart?: string;
  readonly autoRemove: boolean;
  readonly stopSignal?: string;
  readonly stopSeconds?: number;
  readonly health?: Healthcheck;
  /** The command of `health` is the image's, and only its times are the container's own. */
  readonly healthOfImage?: true;
  /** Created by Compose: facts from its labels. */
  readonly compose?: { readonly project: string; readonly service: string; readonly files: readonly string[] };
  /** Settings that no option expresses, for printing the container. */
  readonly notes: readonly string[];
}

export interface GivenMount {
  readonly type: "bind" | "volume" | "tmpfs" | "image" | "npipe" | "cluster";
  /** Absent: a volume without a name. */
  readonly source?: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** Where it differs from the engine's `rprivate`. */
  readonly propagation?: string;
  /** `z` and `Z` of SELinux, `nocopy`, `noexec`, ...: other words of `-v`. */
  readonly words: readonly string[];
  /** It can't be written in the short form. */
  readonly long?: {
    readonly createMountpoint?: boolean;
    readonly nonRecursive?: boolean;
    readonly subpath?: string;
    readonly driver?: string;
    readonly driverOptions?: Readonly<Record<string, string>>;
    readonly sizeBytes?: number;
    readonly mode?: number;
    readonly tmpfsOptions?: readonly (readonly string[])[];
  };
}

export interface GivenPort {
  readonly hostIp?: string;
  /** Absent: the engine chooses. */
  readonly published?: string;
  readonly target: string;
  readonly protocol: string;
}

export interface GivenAttachment {
  readonly network: string;
  readonly aliases: readonly string[];
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly linkLocal: readonly string[];
  readonly driverOptions: Readonly<Record<string, string>>;
}
