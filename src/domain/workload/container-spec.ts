import type { Device, PreparedDirectory, Ulimit } from "../profile/restrictions.ts";

/** Subset of `POST /containers/create` that hullproof uses. */
export interface ContainerSpec {
  readonly image: string;
  readonly name?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** In place of the image's. */
  readonly workdir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly capDrop?: readonly string[];
  readonly capAdd?: readonly string[];
  readonly noNewPrivileges?: boolean;
  readonly readOnlyRootfs?: boolean;
  /** path -> mount options */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Named volumes: name -> path. Made with our labels, removed with the container. */
  readonly volumes?: readonly { readonly name: string; readonly path: string; readonly readOnly?: boolean }[];
  readonly memoryBytes?: number;
  /** Size of /dev/shm. */
  readonly shmBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
  /** The profile itself, JSON as text; missing: the engine's default. */
  readonly seccomp?: string;
  /** Container ports to publish on 127.0.0.1, each on a port that the engine chooses. */
  readonly ports?: readonly number[];
  readonly udpPorts?: readonly number[];
  readonly network?: "bridge" | "none" | "host";
  /** Networks of the run in place of the engine's bridge, with the names under which the others reach it. */
  readonly networks?: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** An existing source: a volume of the session, or a path of the engine's host. */
  readonly mounts?: readonly Mount[];
  /** In place of the image's. */
  readonly stopSignal?: string;
  /** The engine does not run the image's HEALTHCHECK by itself. */
  readonly noHealthcheck?: boolean;
  /** Directories whose owner and mode are set before the first start, volumes included. */
  readonly prepared?: readonly PreparedDirectory[];
  readonly ulimits?: readonly Ulimit[];
  readonly devices?: readonly Device[];
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Default false: an init process would reap children, forward signals and use capabilities in the application's place. */
  readonly init?: boolean;
}

export interface Mount {
  readonly type: "volume" | "bind";
  readonly source: string;
  readonly path: string;
  readonly readOnly?: boolean;
  /** An empty volume stays empty: the engine would fill it with what the image has at `path`. */
  readonly noCopy?: boolean;
  /** The content is hullproof's: where SELinux confines containers, the engine labels it so that they may use it (`:z`). */
  readonly relabel?: boolean;
}
