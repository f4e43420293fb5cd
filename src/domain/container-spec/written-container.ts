import type { Said, SaidAt } from "./said.ts";
import type { SpecChange, SpecEdits } from "./spec-change.ts";

export type { Said, SaidAt } from "./said.ts";

/**
 * Where a container's configuration is said. `docker`, `podman` and `nerdctl` are run lines (with `create`), `engine` is a container that an engine has
 * already, as its `inspect` shows it.
 */
export type Dialect = "docker" | "podman" | "nerdctl" | "compose" | "kubernetes" | "quadlet" | "engine";

/**
 * How one container is run, as a text or an engine says it: one model for every dialect. What is not said is absent, or an empty list; what the
 * dialect makes of it then is the judgement of whoever reads it. Names of capabilities and other words stand as they were written.
 */
export interface WrittenContainer {
  readonly dialect: Dialect;
  /** Service, unit, container of a pod or of an engine; of a run line the image, or the program where it names no image. */
  readonly name: string;
  /** Where it begins to be said, and where a finding about what it lacks points: the service's key, the run line. */
  readonly at: SaidAt;
  /** Asked for limits: every container of a pod, and elsewhere what is started to serve; not a one-shot tool. */
  readonly serves: boolean;
  /** Of Compose: it starts only where one of them is asked for; absent where a plain `up` starts it. */
  readonly profiles?: readonly string[];
  /** Of a pod: it runs to completion, so that nothing asks for its health. */
  readonly ends?: true;
  /** Why nothing can be said about what is missing: flags from a variable, a file that was not read. */
  readonly unknown?: string;
  /** Of a run line: a variable in it may become several words, flags too, so that a fix that counts on what else is said is not safe. */
  readonly maySplit?: true;
  /** Only a list of flags or a hook: never asked for what it lacks. */
  readonly fragment?: true;
  readonly image?: Said<string>;
  /** Built from a folder rather than pulled. */
  readonly build?: Said<string>;
  /** Whether the engine starts nothing in it as uid 0. */
  readonly refusesRoot?: Said<boolean>;
  readonly user?: Said<string>;
  readonly groups: readonly Said<string>[];
  readonly privileged?: Said<boolean>;
  readonly capAdd: readonly Said<string>[];
  readonly capDrop: readonly Said<string>[];
  /** `allowPrivilegeEscalation: false` of Kubernetes is `true` here. */
  readonly noNewPrivileges?: Said<boolean>;
  /** `unconfined`, `builtin`, `RuntimeDefault`, or a file; JSON as text for a container that exists. */
  readonly seccomp?: Said<string>;
  /** `unconfined`, `runtime/default` or the name of a profile. */
  readonly appArmor?: Said<string>;
  /** What stands behind `label=`: `disable`, `type:x`. */
  readonly labels: readonly Said<string>[];
  /** Names of the labels that describe it (`--label`, those of a pod); absent where a file adds others. */
  readonly labelNames?: readonly Said<string>[];
  /** All of `/proc` and `/sys` can be seen and written: `systempaths=unconfined`, `procMount: Unmasked`. */
  readonly unmasked?: Said<boolean>;
  readonly readOnly?: Said<boolean>;
  readonly mounts: readonly Said<WrittenMount>[];
  readonly devices: readonly Said<WrittenDevice>[];
  readonly deviceRules: readonly Said<string>[];
  readonly ports: readonly Said<WrittenPort>[];
  /** Every exposed port is published on one that the engine chooses. */
  readonly publishAll?: Said<boolean>;
  /** Namespaces as `docker run` writes them: `host`, `none`, `private`, `container:x`, the name of a network. */
  readonly network?: Said<string>;
  readonly pid?: Said<string>;
  readonly ipc?: Said<string>;
  readonly uts?: Said<string>;
  readonly userns?: Said<string>;
  readonly cgroup?: Said<string>;
  readonly cgroupParent?: Said<string>;
  /** -1: no limit. */
  readonly memoryBytes?: Said<number>;
  /** Memory and swap together; -1: no limit. */
  readonly memorySwapBytes?: Said<number>;
  readonly memoryReservationBytes?: Said<number>;
  /** CPUs, from `cpus` or from quota and period. */
  readonly cpus?: Said<number>;
  /** CPUs that it is bound to: `0-1`. */
  readonly cpuset?: Said<string>;
  readonly cpuShares?: Said<number>;
  /** 0 and -1: no limit. */
  readonly pids?: Said<number>;
  readonly shmBytes?: Said<number>;
  readonly ulimits: readonly Said<{ readonly name: string; readonly soft: number; readonly hard: number }>[];
  readonly sysctls: readonly Said<{ readonly name: string; readonly value: string }>[];
  readonly oomKillDisable?: Said<boolean>;
  readonly oomScoreAdj?: Said<number>;
  /** `value` is absent where it comes from elsewhere: the environment of whoever starts it, or a secret. */
  readonly env: readonly Said<{ readonly name: string; readonly value?: string }>[];
  /** What a file says of a variable and another one, laid over it, says otherwise or takes away: the container does not have it. */
  readonly overriddenEnv?: readonly Said<{ readonly name: string; readonly value?: string }>[];
  readonly envFiles: readonly Said<string>[];
  /** Secrets and configs that are not files of the host: Compose copies them into the container before it starts. By name. */
  readonly copied?: readonly Said<string>[];
  readonly restart?: Said<string>;
  /** `off`: the image's own is switched off. */
  readonly health?: Said<"on" | "off">;
  readonly init?: Said<boolean>;
  readonly entrypoint?: Said<readonly string[]>;
  readonly command?: Said<readonly string[]>;
  readonly stopSignal?: Said<string>;
  /** Seconds. */
  readonly stopSeconds?: Said<number>;
  readonly hostname?: Said<string>;
  readonly logDriver?: Said<string>;
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
  /** Those that this kind of target is written in, whether or not it describes a container: rules about others have nothing to say of it. */
  readonly dialects: readonly Dialect[];
  readonly containers: readonly WrittenContainer[];
  /** Text of each file that a span points into, by its name. */
  readonly texts: ReadonlyMap<string, string>;
  /** How these texts are edited, where that takes more than the text. */
  readonly change?: ChangeIn;
}

/** A change in the words of one dialect; `texts` are those that spans of the container point into. */
export type ChangeIn = (
  container: WrittenContainer,
  change: SpecChange,
  texts: ReadonlyMap<string, string>,
) => SpecEdits;
