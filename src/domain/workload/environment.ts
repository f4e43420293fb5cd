import type { EngineHoles } from "./engine-vulnerability.ts";

/** The method available to one part of learning. */
export interface LearningWay {
  /** `capabilities` */
  readonly subject: string;
  readonly how: string;
  /** Limits of this method; absent without any. */
  readonly unknown?: string;
  /** How to improve it. */
  readonly advice?: string;
}

/** Learning methods that a machine and its engine support. */
export interface Environment {
  readonly engine: {
    readonly name: string;
    readonly version: string;
    readonly apiVersion: string;
    readonly endpoint: string;
    readonly operatingSystem: string;
    readonly architecture: string;
    readonly kernel: string;
    readonly runtime: string;
    readonly runtimeVersion?: string;
    readonly imageStore: "containerd" | "graph driver";
    readonly storageDriver: string;
    readonly cgroupVersion: 1 | 2;
    readonly cgroupDriver: string;
    readonly rootless: boolean;
    /** Containers' root is another user of the host for all of them (`userns-remap`, a rootless engine). */
    readonly userNamespaces: boolean;
    /** The default seccomp profile; absent without seccomp. */
    readonly seccomp?: string;
    /** `AppArmor`, `SELinux` */
    readonly accessControl: readonly string[];
    readonly cpus: number;
    readonly memoryBytes: number;
  };
  readonly host: {
    /** Containers are processes of this machine's kernel. */
    readonly sameKernel: boolean;
    readonly root: boolean;
    /** Mounted, as far as it can be seen: only root may look into it. */
    readonly tracefs: boolean;
    /** Present or not on this machine's kernel; empty when it is not the containers', or cannot be seen. */
    readonly tracepoints: readonly { readonly name: string; readonly present: boolean }[];
  };
  readonly learning: readonly LearningWay[];
  /** Known vulnerabilities of the engine and its runtime that void what a profile promises. */
  readonly holes: EngineHoles;
}
