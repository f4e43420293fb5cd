/** Part of an engine that runs containers. */
export type EnginePart = "docker" | "containerd" | "podman" | "runc" | "crun";

/** A vulnerability of an engine or runtime that voids what a profile promises. */
export interface EngineHole {
  /** `CVE-2025-31133` */
  readonly id: string;
  readonly part: EnginePart;
  /** The violated guarantee, as a clause: `a container can write to files of the host`. */
  readonly voids: string;
  /** Only where this holds; default everywhere. */
  readonly only?: string;
  /** By the versions that its authors give it: affected from `from` on (default the first one), up to `fixed`, which has the fix. Oldest first. */
  readonly affected: readonly { readonly from?: string; readonly fixed: string }[];
  /** Distributions fix under old numbers: from this version of their package on, of the same upstream version. */
  readonly packages?: readonly { readonly name: string; readonly fixed: string }[];
  readonly source: string;
  /** When that source was read, ISO 8601. */
  readonly read: string;
}

/** Who built a part of an engine, which decides what its version says. */
export type PartOrigin =
  /** Built by its authors: the version decides what is fixed. */
  | { readonly kind: "upstream" }
  /** A distribution. `fixes`: the versions in the package's changelog; absent where it names none. */
  | {
      readonly kind: "package";
      readonly name: string;
      readonly version: string;
      readonly fixes?: readonly string[];
    }
  | { readonly kind: "unknown"; readonly why: string };

/** A part as the engine names it. */
export interface EngineComponent {
  readonly part: EnginePart;
  /** As the engine prints it: `1.1.15+ds1`. */
  readonly version: string;
}

/** A hole that an engine has, or may have. One that is known to be fixed there is left out. */
export interface FoundHole {
  readonly id: string;
  readonly part: EnginePart;
  readonly version: string;
  /** `open`: it is there. `can't tell`: its version is affected, but its builder may have backported the fix. */
  readonly state: "open" | "can't tell";
  readonly voids: string;
  readonly only?: string;
  /** Why that is the state. */
  readonly why: string;
  /** Versions of its authors that have the fix. */
  readonly fixed: readonly string[];
  readonly source: string;
  readonly read: string;
}

/** Known vulnerabilities of an engine. */
export interface EngineHoles {
  readonly found: readonly FoundHole[];
  /** Number of known vulnerabilities of its parts: those of missing parts were not checked. */
  readonly known: number;
  /** The day on which the newest was read, ISO 8601; absent where none is known. */
  readonly read?: string;
}
