import type { Capability } from "./capability.ts";
import type { SeccompProfile } from "./seccomp.ts";
import type { Workload } from "./workload.ts";

/** A tmpfs mount that stands in for a writable directory of the root file system. `mode` is octal text such as `1777`. */
export interface Tmpfs {
  readonly path: string;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
}

/** Engine-neutral run configuration; each value is learned, and `because` names the trials that taught it. */
export interface Profile {
  readonly schemaVersion: 1;
  /** `name` is how it was called, `digest` what was run. */
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
    /** Of the engine's default set: never used, never missed. */
    readonly unused: readonly Capability[];
  };
  /** Missing where it could not be learned: the engine's default profile stays. */
  readonly seccomp?: SeccompProfile;
  readonly noNewPrivileges: boolean;
  readonly readOnlyRootfs: boolean;
  readonly tmpfs: readonly Tmpfs[];
  readonly volumes: readonly { readonly name: string; readonly path: string }[];
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
  readonly ports: readonly number[];
  readonly sysctls: Readonly<Record<string, string>>;
  /** Environment that decided the answer: `network: private`, `cgroup: v1`, `observation: tracepoint`, ... */
  readonly assumptions: Readonly<Record<string, string>>;
  /** Field of this profile -> ids of the trials (and what they showed) that taught its value. */
  readonly because: Readonly<Record<string, readonly string[]>>;
}

/** What one trial runs under; a missing field leaves the engine's default. */
export interface Restrictions {
  readonly user?: string;
  readonly dropAll?: boolean;
  readonly addCapabilities?: readonly Capability[];
  readonly noNewPrivileges?: boolean;
  readonly readOnlyRootfs?: boolean;
  readonly tmpfs?: readonly Tmpfs[];
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
  /** Missing: the engine's default profile. */
  readonly seccomp?: SeccompProfile;
}
