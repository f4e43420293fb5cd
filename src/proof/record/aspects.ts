import type { ProofEnvironment } from "../../domain/profile/proof-environment.ts";

/** The recorded part: earlier versions record little. */
export interface RecordedEnvironment extends Partial<Omit<ProofEnvironment, "engine" | "cgroup">> {
  readonly engine?: { readonly name?: string; readonly version: string };
  readonly cgroup?: { readonly version: 1 | 2; readonly driver?: string };
}

/** A property in which two machines can differ. */
export interface Aspect {
  readonly what: string;
  /** The compared value; absent if unknown. */
  readonly of: (recorded: RecordedEnvironment) => string | undefined;
  /** Displayed text, if it differs from the compared value. */
  readonly shown?: (recorded: RecordedEnvironment) => string;
  /** A difference in this other aspect implies it. */
  readonly within?: string;
  /** The part of a profile that a difference may void, as a sentence without its full stop. */
  readonly mayVoid: string;
  /** The affected fields of the profile; empty: all of them. */
  readonly fields: readonly string[];
}

const limits = ["memoryBytes", "cpus", "pids"];
const yes = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? "yes" : "no";

/** In the order in which they are reported. `docs/what-a-proof-is.md` has this table, generated. */
export const aspects: readonly Aspect[] = [
  {
    what: "engine",
    of: ({ engine }) => engine?.name,
    shown: ({ engine }) => `${engine?.name} ${engine?.version}`,
    mayVoid: "another engine mounts, names and grants otherwise, and has another default list of system calls",
    fields: [],
  },
  {
    what: "engine version",
    of: ({ engine }) => engine?.version,
    within: "engine",
    mayVoid: "the engine's default list of system calls and its mounts change between versions",
    fields: ["seccomp", "capabilities"],
  },
  {
    what: "runtime",
    of: ({ runtime }) => runtime?.name,
    shown: ({ runtime }) => [runtime?.name, runtime?.version].join(" ").trim(),
    mayVoid:
      "a runtime makes calls and starts threads of its own before the program runs, so the container may not start under the list, the memory and the tasks",
    fields: ["seccomp", "memoryBytes", "pids"],
  },
  {
    what: "runtime version",
    of: ({ runtime }) => runtime?.version,
    within: "runtime",
    mayVoid: "a newer runtime may make calls before the program runs that the list does not allow",
    fields: ["seccomp"],
  },
  {
    what: "image store",
    of: ({ imageStore }) => imageStore,
    mayVoid: "image ids are digests of something else there; the image is compared by configuration and layers",
    fields: ["image"],
  },
  {
    what: "storage driver",
    of: ({ storageDriver }) => storageDriver,
    mayVoid: "what can be renamed, linked and written in the root file system, and at which cost, differs",
    fields: ["readOnlyRootfs", "tmpfs", "anonymousVolumes"],
  },
  {
    what: "cgroup version",
    of: ({ cgroup }) => cgroup && `v${cgroup.version}`,
    mayVoid:
      "v1 and v2 count memory, the page cache and CPU time otherwise, so limits found under one may be too tight or too wide under the other",
    fields: limits,
  },
  {
    what: "cgroup driver",
    of: ({ cgroup }) => cgroup?.driver,
    mayVoid: "limits of the slices above the container hold as well, and differ",
    fields: limits,
  },
  {
    what: "kernel",
    of: ({ kernel }) => kernel,
    mayVoid:
      "a kernel decides which calls a C library chooses, which capability is asked for, and how much memory a process takes",
    fields: ["seccomp", "capabilities", "memoryBytes"],
  },
  {
    what: "architecture",
    of: ({ architecture }) => architecture,
    mayVoid: "the list of system calls is that of another architecture, and programs need other calls and memory",
    fields: ["seccomp", "memoryBytes"],
  },
  {
    what: "rootless",
    of: ({ rootless }) => yes(rootless),
    mayVoid:
      "without root an engine sets only limits that were delegated to it, and capabilities count inside its user namespace alone",
    fields: ["capabilities", "user", ...limits],
  },
  {
    what: "limits that are not enforced",
    of: ({ withoutLimits = [], rootless }) => (rootless === undefined ? undefined : withoutLimits.join(", ") || "none"),
    mayVoid: "what an engine takes and does not enforce was not tried there: the container may need more, or less",
    fields: limits,
  },
  {
    what: "user namespaces",
    of: ({ userNamespaces }) => yes(userNamespaces),
    within: "rootless",
    mayVoid: "users of the container are others outside: owners of volumes and what capabilities are worth change",
    fields: ["user", "capabilities", "volumes"],
  },
  {
    what: "seccomp",
    // Docker's default profile is `builtin` since 23, and `default` before; `off` without seccomp, and undefined if
    // everything is unknown.
    of: ({ seccomp, rootless }) =>
      seccomp === "builtin" ? "default" : (seccomp ?? (rootless === undefined ? undefined : "off")),
    mayVoid: "the engine's own list is another, or none is enforced at all",
    fields: ["seccomp"],
  },
  {
    what: "access control",
    of: ({ accessControl }) => accessControl && (accessControl.join(" and ") || "none"),
    mayVoid: "AppArmor and SELinux refuse files, mounts and calls that the profile allows",
    fields: ["volumes", "capabilities"],
  },
  {
    what: "CPUs",
    of: ({ cpus }) => (cpus === undefined ? undefined : String(cpus)),
    mayVoid: "programs that start a thread or a worker for each CPU need other memory and other numbers of tasks",
    fields: ["pids", "memoryBytes", "cpus"],
  },
  {
    what: "memory of the machine",
    of: ({ memoryBytes }) => (memoryBytes === undefined ? undefined : gibibytes(memoryBytes)),
    mayVoid: "programs that size heaps and caches by the machine's memory need another limit",
    fields: ["memoryBytes"],
  },
  {
    what: "workload",
    of: ({ workloadDigest }) => workloadDigest,
    shown: ({ workloadDigest }) => short(workloadDigest),
    mayVoid: "the workload in the profile is not the one that it was proven under, so nothing is proven for this one",
    fields: [],
  },
  {
    what: "restrictions",
    of: ({ restrictionsDigest }) => restrictionsDigest,
    shown: ({ restrictionsDigest }) => short(restrictionsDigest),
    mayVoid: "the profile was changed after it was proven: what it says now was not",
    fields: [],
  },
];

function short(digest = ""): string {
  return digest.slice(0, "sha256:".length + 12);
}

/** Firmware's share of the installed memory varies a little: rounded to whole GiB above one, else to tenths. */
function gibibytes(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return `${gib < 1 ? Math.round(gib * 10) / 10 : Math.round(gib)} GiB`;
}
