import type { AnonymousVolume, Tmpfs, PreparedDirectory, NetworkMode, Ulimit, Device } from "./restrictions.ts";
import type { Capability } from "./capability.ts";
import type { SeccompProfile } from "./seccomp.ts";
import type { Witness } from "./witness.ts";
import type { ProvenOn } from "./proven-on.ts";
import type { BrokenTool } from "./broken-tool.ts";
import type { Growing, Untested } from "./untested.ts";
import type { Volume, Workload } from "../workload/workload.ts";

/** The load it was proven under. One client and no seconds: each step ran once, one after the other. */
export interface ProvenFor {
  readonly clients: number;
  readonly seconds: number;
  /** Steps that were done one after the other only, with the reason. */
  readonly notUnderLoad?: readonly string[];
  /** How long its processes were watched, until they no longer changed; absent in profiles of earlier versions. */
  readonly watched?: WatchedFor;
}

export type WatchedFor =
  | {
      /** From the start of a trial that ran on; the original was watched as long. */
      readonly seconds: number;
      /** `proc`: all that the kernel has on a process; `top`: ids and groups alone, as the engine's ps shows them. */
      readonly method: "proc" | "top";
      /** They changed until its end. */
      readonly changing?: true;
    }
  | { readonly reason: string };

/** Engine-neutral run configuration; each value is learned, and `because` names the trials that taught it. */
export interface Profile {
  readonly schemaVersion: 1;
  /** `name` is the name that was used, `digest` the image that ran. */
  readonly image: { readonly name: string; readonly digest: string };
  readonly engine: { readonly version: string; readonly apiVersion: string };
  readonly kernel: string;
  readonly workload: Workload;
  /** Numeric, as `docker run --user UID:GID` takes it. `0:0` when every unprivileged user broke it. */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly capabilities: {
    /** A trial without it broke twice out of three: the witness. */
    readonly required: readonly Capability[];
    /** Used, but its loss is tolerated. */
    readonly soft: readonly Capability[];
    /** Granted privileges that were never used and never missed. */
    readonly unused: readonly Capability[];
    /** Only in profiles of earlier versions, which put DAC_READ_SEARCH in place of DAC_OVERRIDE: they are refused. */
    readonly substitutes?: readonly { readonly name: Capability; readonly for: Capability }[];
  };
  /** Missing where it could not be learned: the engine's default profile stays. */
  readonly seccomp?: SeccompProfile;
  readonly noNewPrivileges: boolean;
  readonly readOnlyRootfs: boolean;
  readonly tmpfs: readonly Tmpfs[];
  readonly volumes: readonly Volume[];
  /** For what has to outlast a restart on a read-only root. Absent: none. */
  readonly anonymousVolumes?: readonly AnonymousVolume[];
  /** Mount points that must be made ready before the first start. */
  readonly prepared?: readonly PreparedDirectory[];
  readonly memoryBytes: number;
  /** Size of /dev/shm; absent: the engine's default of 64 MiB. */
  readonly shmBytes?: number;
  /** Absent: room for five times the clients is more than the machine has. */
  readonly cpus?: number;
  readonly pids: number;
  readonly ulimits?: readonly Ulimit[];
  readonly devices?: readonly Device[];
  /** An init process reaps zombies and forwards signals. */
  readonly init?: boolean;
  /** Absent: `private`. */
  readonly network?: NetworkMode;
  readonly ports: readonly number[];
  readonly sysctls: Readonly<Record<string, string>>;
  /** Environment that decided the answer: `network: private`, `cgroup: v1`, `observation: tracepoint`, ... */
  readonly assumptions: Readonly<Record<string, string>>;
  /** Field of this profile -> ids of the trials (and what they showed) that taught its value. */
  readonly because: Readonly<Record<string, readonly string[]>>;
  /** Log lines, numbers and ids masked, in which the container complains of a loss that it tolerates. */
  readonly tolerated?: readonly string[];
  /** Declared or open entry points that no step reached. */
  readonly untested?: readonly Untested[];
  /** Paths outside of volumes whose content grew with each pass of the workload. */
  readonly growing?: readonly Growing[];
  /** Commands of `docker exec` that work in the original and not under this profile. */
  readonly brokenTools?: readonly BrokenTool[];
  /** Programs of the image whose setuid and setgid bits `noNewPrivileges` disables. */
  readonly setIdPrograms?: readonly string[];
  /** The runs that broke without each privilege that stays, ready to be run again. */
  readonly witnesses?: readonly Witness[];
  /** Absent in profiles of earlier versions: one client, step by step. */
  readonly provenFor?: ProvenFor;
  /** Where and when the whole profile was last proven. Absent in profiles of earlier versions, and in those that were not proven. */
  readonly provenOn?: ProvenOn;
  /** Other machines on which it was proven before, the latest first. */
  readonly alsoProvenOn?: readonly ProvenOn[];
}
