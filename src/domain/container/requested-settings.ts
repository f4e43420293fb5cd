import type { MountSpec, SpecItems, SpecValues } from "./container-spec.ts";

type Values = Partial<Omit<SpecValues, "image">>;
type Items = { readonly [Field in Exclude<keyof SpecItems, "sysctls">]: readonly SpecItems[Field][] };

/**
 * The settings requested for a container, without those of its image and without the engine's defaults. Absent, false and
 * empty: not requested. A run line, a Compose service, a pod or a unit needs these settings to create such a container again. Beside those of a container
 * spec it has what rules do not ask for.
 */
export interface RequestedSettings extends Values, Items {
  readonly name: string;
  /** Whose it is: engines grant and mount otherwise. */
  readonly engine: "docker" | "podman";
  readonly image: string;
  /** Values that the words of command and entrypoint hold as `${NAME}`, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly domainname?: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** By name; a value may be one that is no one else's business. */
  readonly env: readonly Required<SpecItems["env"]>[];
  /** Variables that its image sets and it was made without: `--env NAME`, where the caller had no such variable. */
  readonly unsetEnv: readonly string[];
  /** Of the container itself: `--label`. */
  readonly labelValues: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Other security options, as they are written. */
  readonly otherSecurity: readonly string[];
  readonly mounts: readonly RequestedMount[];
  /** Path and options, in `--tmpfs`'s words. */
  readonly tmpfs: readonly { readonly path: string; readonly options: string }[];
  readonly volumesFrom: readonly string[];
  readonly deviceRequests: readonly DeviceRequest[];
  /** Beyond those of the image and of `ports`. */
  readonly expose: readonly string[];
  /** The networks that it is in, where they are networks of a user's own; `network` is the first of them. */
  readonly attachments: readonly NetworkAttachment[];
  /** `NAME:ALIAS`, in the default network or in the first of `attachments`. */
  readonly links: readonly string[];
  /** Of the first network; engines from Docker 29 on do not distinguish a requested one from a generated one. */
  readonly macAddress?: string;
  readonly dns: readonly string[];
  readonly dnsOptions: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly extraHosts: readonly string[];
  /** Name -> value, as in a profile. */
  readonly sysctls: Readonly<Record<string, string>>;
  readonly runtime?: string;
  readonly memorySwappiness?: number;
  /** Microseconds, of the kernel's CFS scheduler; where `cpus` is absent. */
  readonly cpuPeriod?: number;
  readonly cpuQuota?: number;
  readonly cpusetMems?: string;
  readonly blkioWeight?: number;
  readonly blkioDevices: readonly BlkioDevice[];
  readonly logOptions: Readonly<Record<string, string>>;
  readonly storageOpt: Readonly<Record<string, string>>;
  readonly autoRemove: boolean;
  readonly health?: Healthcheck;
  /** The command of `health` is the image's, and only its times are the container's own. */
  readonly healthOfImage?: true;
  /** Created by Compose: facts from its labels. */
  readonly compose?: { readonly project: string; readonly service: string; readonly files: readonly string[] };
  /** Settings that no option expresses, for printing the container. */
  readonly notes: readonly string[];
}

export interface RequestedMount extends MountSpec {
  readonly type: Exclude<MountSpec["type"], "other">;
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

export interface NetworkAttachment {
  readonly network: string;
  readonly aliases: readonly string[];
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly linkLocal: readonly string[];
  readonly driverOptions: Readonly<Record<string, string>>;
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

/** A limit for one disk. */
export interface BlkioDevice {
  readonly what: "weight" | "readBps" | "writeBps" | "readIops" | "writeIops";
  /** `/dev/sda` */
  readonly path: string;
  /** Bytes or operations a second, or a weight of 10 to 1000. */
  readonly rate: number;
}

export interface DeviceRequest {
  readonly driver: string;
  /** -1: all. */
  readonly count: number;
  readonly deviceIds: readonly string[];
  readonly capabilities: readonly (readonly string[])[];
  readonly options: Readonly<Record<string, string>>;
}
