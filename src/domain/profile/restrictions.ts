import type { Capability } from "./capability.ts";
import type { SeccompProfile } from "./seccomp.ts";

/** A tmpfs mount that replaces a writable directory of the root file system. `mode` is octal text such as `1777`. */
export interface Tmpfs {
  readonly path: string;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  /** Programs and libraries may be run from it: the original does. Absent: noexec. */
  readonly exec?: true;
  /** Most files, directories and links; default one for each 4 KiB. */
  readonly inodes?: number;
}

/** A volume without a name: it lives as long as the container, and begins with what the image has at its path, owner and mode included. */
export interface AnonymousVolume {
  readonly path: string;
  /** The image has files there, which a volume that begins empty would hide. */
  readonly imageFiles?: true;
}

/** A mount point whose directory gets this owner and mode before the first start; its content stays unchanged. */
export interface PreparedDirectory {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  /** Octal text such as `750`. */
  readonly mode: string;
}

/** `private`: a separate network namespace with an interface; `none`: one with loopback only; `host`: the machine's. */
export const networkModes = ["private", "none", "host"] as const;

export type NetworkMode = (typeof networkModes)[number];

/** As `docker run --ulimit NAME=SOFT:HARD` takes it, setrlimit(2); -1 is unlimited. */
export interface Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** A device of the host that the container may open. `permissions` are letters of `rwm`. */
export interface Device {
  readonly path: string;
  readonly permissions: string;
}

/** The restrictions of one trial; a missing field keeps the engine's default. */
export interface Restrictions {
  readonly user?: string;
  readonly dropAll?: boolean;
  readonly addCapabilities?: readonly Capability[];
  readonly seccomp?: SeccompProfile;
  readonly noNewPrivileges?: boolean;
  readonly readOnlyRootfs?: boolean;
  readonly tmpfs?: readonly Tmpfs[];
  readonly anonymousVolumes?: readonly AnonymousVolume[];
  readonly prepared?: readonly PreparedDirectory[];
  readonly memoryBytes?: number;
  readonly shmBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
  readonly ulimits?: readonly Ulimit[];
  readonly devices?: readonly Device[];
  readonly init?: boolean;
  readonly network?: NetworkMode;
  readonly sysctls?: Readonly<Record<string, string>>;
}

/** The engine's minimum: "Minimum memory limit allowed is 6MB". */
export const leastMemoryBytes = 6 * 1024 * 1024;
