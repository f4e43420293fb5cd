import type { Restrictions, Ulimit } from "../profile/restrictions.ts";
import type { HealthProbe } from "./health-probe.ts";
import type { Located, SourceLocation } from "./located.ts";
import type { SpecChange, SpecEdits } from "./spec-change.ts";
import type { TextDialectName } from "./text-dialects.ts";

export type { Located, SourceLocation } from "./located.ts";

/**
 * The language of a container's configuration. `docker`, `podman` and `nerdctl` are run lines (with `create`), `engine` is a container that an engine has
 * already, as its `inspect` shows it.
 */
export type Dialect = "docker" | "podman" | "nerdctl" | "compose" | TextDialectName | "engine";

/**
 * Settings that a proof restricts, too. Of a text or an engine, 0 and -1 mean no limit, and `cpus` may come from quota and period.
 * `allowPrivilegeEscalation: false` of Kubernetes is `noNewPrivileges`; an engine has `false` only if requested, since its daemon's default may be true.
 */
type RestrictedValues = Required<
  Pick<Restrictions, "cpus" | "init" | "memoryBytes" | "noNewPrivileges" | "pids" | "shmBytes" | "user">
>;

/**
 * The settings of one value that every dialect has, each once: those that a proof restricts, and the others. Names of capabilities and other words are as written; namespaces are as `docker run`
 * writes them: `host`, `none`, `private`, `container:x`, the name of a network.
 */
export interface SpecValues extends RestrictedValues {
  readonly image: string;
  readonly privileged: boolean;
  /** `unconfined`, `builtin`, `RuntimeDefault`, or a file; JSON as text for a container that exists. */
  readonly seccomp: string;
  /** `unconfined`, `runtime/default` or the name of a profile. */
  readonly appArmor: string;
  /** All of `/proc` and `/sys` can be seen and written: `systempaths=unconfined`, `procMount: Unmasked`. */
  readonly unmasked: boolean;
  readonly readOnly: boolean;
  /** Every exposed port is published on one that the engine chooses. */
  readonly publishAll: boolean;
  /** Absent: the engine's default network. */
  readonly network: string;
  readonly pid: string;
  readonly ipc: string;
  readonly uts: string;
  readonly userns: string;
  readonly cgroup: string;
  readonly cgroupParent: string;
  /** Memory and swap together; -1: no limit. */
  readonly memorySwapBytes: number;
  readonly memoryReservationBytes: number;
  /** CPUs that it is bound to: `0-1`. */
  readonly cpuset: string;
  readonly cpuShares: number;
  readonly oomKillDisable: boolean;
  readonly oomScoreAdj: number;
  readonly restart: string;
  /** Empty: the image's own is switched off. */
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly stopSignal: string;
  readonly stopSeconds: number;
  readonly hostname: string;
  readonly logDriver: string;
}

/** The settings of several values that every dialect has, each once: what one value is. */
export interface SpecItems {
  readonly groups: string;
  readonly capAdd: string;
  readonly capDrop: string;
  /** Of SELinux, the value after `label=`: `disable`, `type:x`. */
  readonly labels: string;
  readonly mounts: MountSpec;
  readonly devices: DeviceSpec;
  readonly deviceRules: string;
  readonly ports: PortSpec;
  readonly ulimits: Ulimit;
  readonly sysctls: { readonly name: string; readonly value: string };
  /** `value` is absent where it comes from elsewhere: the caller's environment, or a secret. */
  readonly env: { readonly name: string; readonly value?: string };
}

type LocatedValues = { readonly [Field in keyof SpecValues]?: Located<SpecValues[Field]> };
type LocatedItems = { readonly [Field in keyof SpecItems]: readonly Located<SpecItems[Field]>[] };

/**
 * How one container is run, as a text or an engine states it, with the location of each value: one model for every dialect. Unset fields are absent, or an
 * empty list; what the dialect makes of them is for the reader to decide.
 */
export interface ContainerSpec extends LocatedValues, LocatedItems {
  readonly dialect: Dialect;
  /** Service, unit, container of a pod or of an engine; of a run line the image, or the program where it names no image. */
  readonly name: string;
  /** Where it begins to be said, and where a finding about what it lacks points: the service's key, the run line. */
  readonly at: SourceLocation;
  /** Needs limits: every container of a pod, and elsewhere long-running ones; not a one-shot tool. */
  readonly serves: boolean;
  /** Of Compose: it starts only with one of these profiles; absent where a plain `up` starts it. */
  readonly profiles?: readonly string[];
  /** Of Compose: the services that it starts after. */
  readonly dependsOn?: readonly string[];
  /** Of a pod: it runs to completion, so that it needs no health check. */
  readonly ends?: true;
  /** Of a pod: the object that it is in. */
  readonly workloadResource?: { readonly kind: string; readonly name: string };
  /** Why missing settings cannot be reported: flags from a variable, a file that was not read. */
  readonly unknown?: string;
  /** Of a run line: a variable in it may become several words, flags too, so that a fix that counts on what else is said is not safe. */
  readonly maySplit?: true;
  /** Only a list of flags or a hook: missing settings are never reported. */
  readonly fragment?: true;
  /** Built from a folder rather than pulled. */
  readonly build?: Located<string>;
  /** The image that its build begins with, where a rule may ask for it. */
  readonly buildBase?: string;
  /** The user that its build ends with, where a rule may ask for it: `app`, without groups besides its own. */
  readonly buildUser?: string;
  /** Whether the engine starts nothing in it as uid 0. */
  readonly refusesRoot?: Located<boolean>;
  /** Names of the labels that describe it (`--label`, those of a pod); absent where a file adds others. */
  readonly labelNames?: readonly Located<string>[];
  /** Variables that an overriding file changes or removes: the container does not have these values. */
  readonly overriddenEnv?: readonly Located<SpecItems["env"]>[];
  readonly envFiles: readonly Located<string>[];
  /** Secrets and configs that are not files of the host: Compose copies them into the container before it starts. By name. */
  readonly copied?: readonly Located<string>[];
  /** `off`: the image's own is switched off. */
  readonly health?: Located<"on" | "off">;
  /** What asks it whether it works, each once; absent or empty: nothing but what the image has. */
  readonly probes?: readonly Located<HealthProbe>[];
  /** Of a run line, where a flag can be put in; in other dialects the text is read again for that. */
  readonly insertAt?: number;
}

export interface MountSpec {
  readonly type: "bind" | "volume" | "tmpfs" | "image" | "npipe" | "cluster" | "other";
  /** Path of the host, or name of a volume; absent for a volume without a name. */
  readonly source?: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** `shared`, `rslave`, ...; of an engine only where it differs from its `rprivate`. */
  readonly propagation?: string;
  /** Of a tmpfs, as written: `size=64m,mode=1777`. */
  readonly options?: string;
}

export interface DeviceSpec {
  /** Path of the host, or the name of a CDI device or of all GPUs. */
  readonly source: string;
  readonly path: string;
  /** `rwm`. */
  readonly permissions: string;
}

export interface PortSpec {
  readonly hostIp?: string;
  /** A port or a range of the host; absent: the engine chooses. */
  readonly published?: string;
  readonly target: string;
  readonly protocol: string;
}

/** The containers that one target describes. */
export interface ContainerSpecs {
  /** Dialects of this kind of target, whether or not it describes a container: rules about others do not apply. */
  readonly dialects: readonly Dialect[];
  readonly containers: readonly ContainerSpec[];
  /** Text of each file that a span points into, by its name. */
  readonly texts: ReadonlyMap<string, string>;
  /** How these texts are edited, where the text alone is not enough. */
  readonly change?: ChangeIn;
}

/** A change in the words of one dialect; `texts` are those that spans of the container point into. */
export type ChangeIn = (container: ContainerSpec, change: SpecChange, texts: ReadonlyMap<string, string>) => SpecEdits;
