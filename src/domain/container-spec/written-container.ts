import type { Located, SourceLocation } from "./located.ts";
import type { SpecChange, SpecEdits } from "./spec-change.ts";

export type { Located, SourceLocation } from "./located.ts";

/**
 * Where a container's configuration is said. `docker`, `podman` and `nerdctl` are run lines (with `create`), `engine` is a container that an engine has
 * already, as its `inspect` shows it.
 */
export type Dialect = "docker" | "podman" | "nerdctl" | "compose" | "kubernetes" | "quadlet" | "engine";

/**
 * How one container is run, as a text or an engine states it: one model for every dialect. Unset fields are absent, or an empty list; what the
 * dialect makes of them is for the reader to decide. Names of capabilities and other words are as written.
 */
export interface WrittenContainer {
  readonly dialect: Dialect;
  /** Service, unit, container of a pod or of an engine; of a run line the image, or the program where it names no image. */
  readonly name: string;
  /** Where it begins to be said, and where a finding about what it lacks points: the service's key, the run line. */
  readonly at: SourceLocation;
  /** Needs limits: every container of a pod, and elsewhere long-running ones; not a one-shot tool. */
  readonly serves: boolean;
  /** Of Compose: it starts only with one of these profiles; absent where a plain `up` starts it. */
  readonly profiles?: readonly string[];
  /** Of a pod: it runs to completion, so that it needs no health check. */
  readonly ends?: true;
  /** Why missing settings cannot be reported: flags from a variable, a file that was not read. */
  readonly unknown?: string;
  /** Of a run line: a variable in it may become several words, flags too, so that a fix that counts on what else is said is not safe. */
  readonly maySplit?: true;
  /** Only a list of flags or a hook: missing settings are never reported. */
  readonly fragment?: true;
  readonly image?: Located<string>;
  /** Built from a folder rather than pulled. */
  readonly build?: Located<string>;
  /** Whether the engine starts nothing in it as uid 0. */
  readonly refusesRoot?: Located<boolean>;
  readonly user?: Located<string>;
  readonly groups: readonly Located<string>[];
  readonly privileged?: Located<boolean>;
  readonly capAdd: readonly Located<string>[];
  readonly capDrop: readonly Located<string>[];
  /** `allowPrivilegeEscalation: false` of Kubernetes is `true` here. */
  readonly noNewPrivileges?: Located<boolean>;
  /** `unconfined`, `builtin`, `RuntimeDefault`, or a file; JSON as text for a container that exists. */
  readonly seccomp?: Located<string>;
  /** `unconfined`, `runtime/default` or the name of a profile. */
  readonly appArmor?: Located<string>;
  /** The value after `label=`: `disable`, `type:x`. */
  readonly labels: readonly Located<string>[];
  /** Names of the labels that describe it (`--label`, those of a pod); absent where a file adds others. */
  readonly labelNames?: readonly Located<string>[];
  /** All of `/proc` and `/sys` can be seen and written: `systempaths=unconfined`, `procMount: Unmasked`. */
  readonly unmasked?: Located<boolean>;
  readonly readOnly?: Located<boolean>;
  readonly mounts: readonly Located<WrittenMount>[];
  readonly devices: readonly Located<WrittenDevice>[];
  readonly deviceRules: readonly Located<string>[];
  readonly ports: readonly Located<WrittenPort>[];
  /** Every exposed port is published on one that the engine chooses. */
  readonly publishAll?: Located<boolean>;
  /** Namespaces as `docker run` writes them: `host`, `none`, `private`, `container:x`, the name of a network. */
  readonly network?: Located<string>;
  readonly pid?: Located<string>;
  readonly ipc?: Located<string>;
  readonly uts?: Located<string>;
  readonly userns?: Located<string>;
  readonly cgroup?: Located<string>;
  readonly cgroupParent?: Located<string>;
  /** -1: no limit. */
  readonly memoryBytes?: Located<number>;
  /** Memory and swap together; -1: no limit. */
  readonly memorySwapBytes?: Located<number>;
  readonly memoryReservationBytes?: Located<number>;
  /** CPUs, from `cpus` or from quota and period. */
  readonly cpus?: Located<number>;
  /** CPUs that it is bound to: `0-1`. */
  readonly cpuset?: Located<string>;
  readonly cpuShares?: Located<number>;
  /** 0 and -1: no limit. */
  readonly pids?: Located<number>;
  readonly shmBytes?: Located<number>;
  readonly ulimits: readonly Located<{ readonly name: string; readonly soft: number; readonly hard: number }>[];
  readonly sysctls: readonly Located<{ readonly name: string; readonly value: string }>[];
  readonly oomKillDisable?: Located<boolean>;
  readonly oomScoreAdj?: Located<number>;
  /** `value` is absent where it comes from elsewhere: the caller's environment, or a secret. */
  readonly env: readonly Located<{ readonly name: string; readonly value?: string }>[];
  /** Variables that an overriding file changes or removes: the container does not have these values. */
  readonly overriddenEnv?: readonly Located<{ readonly name: string; readonly value?: string }>[];
  readonly envFiles: readonly Located<string>[];
  /** Secrets and configs that are not files of the host: Compose copies them into the container before it starts. By name. */
  readonly copied?: readonly Located<string>[];
  readonly restart?: Located<string>;
  /** `off`: the image's own is switched off. */
  readonly health?: Located<"on" | "off">;
  readonly init?: Located<boolean>;
  readonly entrypoint?: Located<readonly string[]>;
  readonly command?: Located<readonly string[]>;
  readonly stopSignal?: Located<string>;
  /** Seconds. */
  readonly stopSeconds?: Located<number>;
  readonly hostname?: Located<string>;
  readonly logDriver?: Located<string>;
  /** Of a run line, where a flag can be put in; in other dialects the text is read again for that. */
  readonly insertAt?: number;
}

export interface WrittenMount {
  readonly type: "bind" | "volume" | "tmpfs" | "image" | "other";
  /** Path of the host, or name of a volume; absent for a volume without a name. */
  readonly source?: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** `shared`, `rslave`, ... */
  readonly propagation?: string;
  /** Of a tmpfs, as written: `size=64m,mode=1777`. */
  readonly options?: string;
}

export interface WrittenDevice {
  /** Path of the host, or the name of a CDI device or of all GPUs. */
  readonly source: string;
  readonly path: string;
  /** `rwm`. */
  readonly permissions: string;
}

export interface WrittenPort {
  readonly hostIp?: string;
  /** A port or a range of the host; absent: the engine chooses. */
  readonly published?: string;
  readonly target: string;
  readonly protocol: string;
}

/** The containers that one target describes. */
export interface WrittenContainers {
  /** Dialects of this kind of target, whether or not it describes a container: rules about others do not apply. */
  readonly dialects: readonly Dialect[];
  readonly containers: readonly WrittenContainer[];
  /** Text of each file that a span points into, by its name. */
  readonly texts: ReadonlyMap<string, string>;
  /** How these texts are edited, where the text alone is not enough. */
  readonly change?: ChangeIn;
}

/** A change in the words of one dialect; `texts` are those that spans of the container point into. */
export type ChangeIn = (
  container: WrittenContainer,
  change: SpecChange,
  texts: ReadonlyMap<string, string>,
) => SpecEdits;
