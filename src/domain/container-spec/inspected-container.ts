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

export interface InspectedConfig extends InheritedSettings {
  /** As it was named when the container was made. */
  readonly image: string;
  readonly hostname: string;
  readonly domainname: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** Seconds. */
  readonly stopTimeout?: number;
  /** As requested; empty with API 1.52 and later, which report only the networks' own addresses. */
  readonly macAddress: string;
}

/** Times in nanoseconds; absent or 0: the engine's default. */
export interface Healthcheck {
  /** `NONE` first: switched off. */
  readonly test: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly startPeriod?: number;
  readonly startInterval?: number;
  readonly retries?: number;
}

export interface InspectedHost {
  readonly binds: readonly string[];
  readonly mounts: readonly HostMount[];
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly volumesFrom: readonly string[];
  readonly networkMode: string;
  readonly ports: readonly HostPort[];
  readonly publishAll: boolean;
  readonly restart: { readonly name: string; readonly retries: number };
  readonly autoRemove: boolean;
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly securityOpt: readonly string[];
  readonly privileged: boolean;
  readonly readOnly: boolean;
  readonly init?: boolean;
  readonly cgroupns: string;
  readonly ipc: string;
  readonly pid: string;
  readonly uts: string;
  readonly userns: string;
  readonly cgroupParent: string;
  readonly dns: readonly string[];
  readonly dnsOptions: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly extraHosts: readonly string[];
  readonly links: readonly string[];
  readonly groupAdd: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly ulimits: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly devices: readonly { readonly host: string; readonly container: string; readonly permissions: string }[];
  readonly deviceRules: readonly string[];
  /** GPUs and CDI devices. */
  readonly deviceRequests: readonly DeviceRequest[];
  readonly logDriver: string;
  readonly logOptions: Readonly<Record<string, string>>;
  readonly storageOpt: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Absent: the engine's own list; empty: nothing is masked. */
  readonly maskedPaths?: readonly string[];
  readonly readonlyPaths?: readonly string[];
  readonly memory: number;
  readonly memorySwap: number;
  readonly memoryReservation: number;
  /** -1: not set. */
  readonly memorySwappiness: number;
  readonly oomKillDisable: boolean;
  readonly oomScoreAdj: number;
  readonly shmSize: number;
  readonly nanoCpus: number;
  readonly cpuShares: number;
  readonly cpuPeriod: number;
  readonly cpuQuota: number;
  readonly cpusetCpus: string;
  readonly cpusetMems: string;
  readonly blkioWeight: number;
  readonly blkioDevices: readonly BlkioDevice[];
  readonly pidsLimit: number;
  /** Settings of `HostConfig` that are set and have no field here: `CpuRealtimeRuntime`. */
  readonly others: readonly string[];
}

/** A limit for one disk. */
export interface BlkioDevice {
  readonly what: "weight" | "readBps" | "writeBps" | "readIops" | "writeIops";
  /** `/dev/sda` */
  readonly path: string;
  /** Bytes or operations a second, or a weight of 10 to 1000. */
  readonly rate: number;
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

export interface DeviceRequest {
  readonly driver: string;
  /** -1: all. */
  readonly count: number;
  readonly deviceIds: readonly string[];
  readonly capabilities: readonly (readonly string[])[];
  readonly options: Readonly<Record<string, string>>;
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
