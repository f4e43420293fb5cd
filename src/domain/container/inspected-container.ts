import type { Healthcheck, RequestedSettings } from "./requested-settings.ts";

/**
 * A container as an engine's API shows it (`GET /containers/ID/json` of API 1.40 to 1.56, and Podman's response to it), with null, absent and
 * empty unified. Values are the engine's, defaults included.
 */
export interface InspectedContainer {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  /** Id of its image, as the engine names images. */
  readonly imageId: string;
  readonly state: InspectedState;
  readonly restartCount: number;
  /** Its AppArmor profile; empty without one. */
  readonly appArmor: string;
  readonly config: InspectedConfig;
  readonly host: InspectedHost;
  readonly mounts: readonly InspectedMount[];
  readonly networks: Readonly<Record<string, InspectedEndpoint>>;
  /** Only Podman reports them, with `CAP_`. */
  readonly boundingCaps?: readonly string[];
}

export interface InspectedState {
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`. */
  readonly status: string;
  readonly running: boolean;
  readonly oomKilled: boolean;
  readonly exitCode: number;
  readonly error: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly health?: {
    readonly status: string;
    readonly failingStreak: number;
    /** Of the last check; absent where there was none. */
    readonly exitCode?: number;
    readonly output?: string;
  };
}

export interface InspectedConfig
  extends InheritedSettings, Required<Pick<RequestedSettings, "image" | "hostname" | "domainname" | "tty" | "stdin">> {
  /** Seconds. */
  readonly stopTimeout?: number;
  /** As requested; empty with API 1.52 and later, which report only the networks' own addresses. */
  readonly macAddress: string;
}

/** Settings that an engine reports as they were requested, or with its default; 0, -1 and empty where there is none. */
type ReportedSettings = Required<
  Pick<
    RequestedSettings,
    | "annotations"
    | "autoRemove"
    | "blkioDevices"
    | "blkioWeight"
    | "capAdd"
    | "capDrop"
    | "cgroup"
    | "cgroupParent"
    | "cpuPeriod"
    | "cpuQuota"
    | "cpuset"
    | "cpusetMems"
    | "cpuShares"
    | "deviceRequests"
    | "deviceRules"
    | "devices"
    | "dns"
    | "dnsOptions"
    | "dnsSearch"
    | "extraHosts"
    | "groups"
    | "ipc"
    | "links"
    | "logDriver"
    | "logOptions"
    | "memoryBytes"
    | "memoryReservationBytes"
    | "memorySwapBytes"
    | "memorySwappiness"
    | "oomKillDisable"
    | "oomScoreAdj"
    | "pid"
    | "pids"
    | "privileged"
    | "publishAll"
    | "readOnly"
    | "runtime"
    | "shmBytes"
    | "storageOpt"
    | "sysctls"
    | "ulimits"
    | "userns"
    | "uts"
    | "volumesFrom"
  >
>;

export interface InspectedHost extends ReportedSettings {
  readonly binds: readonly string[];
  readonly mounts: readonly HostMount[];
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly networkMode: string;
  readonly ports: readonly HostPort[];
  readonly restart: { readonly name: string; readonly retries: number };
  readonly securityOpt: readonly string[];
  readonly init?: boolean;
  /** Absent: the engine's own list; empty: nothing is masked. */
  readonly maskedPaths?: readonly string[];
  readonly readonlyPaths?: readonly string[];
  readonly nanoCpus: number;
  /** Settings of `HostConfig` that are set and have no field here: `CpuRealtimeRuntime`. */
  readonly others: readonly string[];
}

/** One of `HostConfig.Mounts`: `--mount`, and what Compose makes of its long form. */
export interface HostMount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly propagation?: string;
  readonly createMountpoint?: boolean;
  readonly nonRecursive?: boolean;
  readonly noCopy?: boolean;
  readonly subpath?: string;
  readonly driver?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly sizeBytes?: number;
  readonly mode?: number;
  /** `[["exec"], ["uid", "1000"]]`, API 1.46. */
  readonly tmpfsOptions?: readonly (readonly string[])[];
}

export interface HostPort {
  /** `80/tcp` */
  readonly target: string;
  /** Empty: all interfaces. */
  readonly hostIp: string;
  /** Empty: the engine chooses. */
  readonly hostPort: string;
}

/** The engine's mounts, anonymous volumes of the image included. */
export interface InspectedMount {
  readonly type: string;
  readonly name: string;
  readonly source: string;
  readonly destination: string;
  readonly writable: boolean;
  readonly propagation: string;
}

export interface InspectedEndpoint {
  readonly aliases: readonly string[];
  readonly links: readonly string[];
  readonly ipv4: string;
  readonly ipv6: string;
  readonly linkLocal: readonly string[];
  readonly driverOptions: Readonly<Record<string, string>>;
}

/** An image's settings, as far as a container inherits them. */
export interface InheritedSettings {
  readonly user: string;
  readonly env: readonly string[];
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly workingDir: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal: string;
  readonly healthcheck?: Healthcheck;
}

/** Engine defaults for a container, where engines differ. */
export interface EngineDefaults {
  readonly engine: "docker" | "podman";
  readonly cgroupVersion: 1 | 2;
  /** `json-file`, `journald`, ... */
  readonly logDriver: string;
  /** `runc`, `crun` */
  readonly runtime: string;
}
