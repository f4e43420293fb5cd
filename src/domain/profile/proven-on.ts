/** Digests of an image in any store. Engines call an image by one of these digests only, and not all by the same (moby#48401). */
export interface ImageIdentity {
  /** Of the configuration: the image's id with Docker's graph drivers and in Podman. Absent where the engine does not report it. */
  readonly configDigest?: string;
  /** Of the uncompressed layers, the lowest first. */
  readonly diffIds: readonly string[];
  /** Of this platform's manifest. Absent where the engine keeps none. */
  readonly manifestDigest?: string;
}

/** Properties of an engine and its machine that can change a result. */
export interface Machine {
  readonly engine: { readonly name: string; readonly version: string };
  /** The engine's default one. No version where the engine does not report it. */
  readonly runtime: { readonly name: string; readonly version?: string };
  /** Who keeps the images: containerd, or the engine itself with a graph driver (Podman's library is one). */
  readonly imageStore: "containerd" | "graph driver";
  readonly storageDriver: string;
  readonly cgroup: { readonly version: 1 | 2; readonly driver: string };
  readonly kernel: string;
  readonly architecture: string;
  readonly rootless: boolean;
  readonly userNamespaces: boolean;
  /** The default seccomp profile; absent when the engine has no seccomp. */
  readonly seccomp?: string;
  /** `AppArmor`, `SELinux` */
  readonly accessControl: readonly string[];
  /** Limits that the engine accepts but does not enforce: `memory`, `CPU quota`, `tasks`. Absent where it enforces all. */
  readonly withoutLimits?: readonly string[];
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** A machine and its engine. */
export interface Setting extends Machine {
  readonly image: ImageIdentity;
  /** SHA-256 of the workload as the profile holds it. */
  readonly workloadDigest: string;
  /** SHA-256 of what a trial runs under. */
  readonly restrictionsDigest: string;
}

/** The environment in which a profile was proven. */
export interface ProvenOn extends Setting {
  /** ISO 8601, UTC. */
  readonly date: string;
  /** Last day on which the proof counts as current, ISO 8601, UTC. */
  readonly proveAgainAfter: string;
}

/** Days after which a proof wants to be repeated where no one says otherwise. */
export const defaultProofDays = 90;

/** Of how many other machines a profile keeps that it was proven there. */
export const mostRecords = 20;
