import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { mib } from "../../restrictions/mib.ts";
import { mostTimes, withTmpfsRoom } from "../../restrictions/tmpfs-room.ts";

/** Lifts one restriction. */
export interface Lift {
  readonly kind: Exclude<keyof Restrictions, "dropAll" | "addCapabilities"> | "capabilities" | "tmpfsRoom";
  /** Of `tmpfs` and `tmpfsRoom`. */
  readonly path?: string;
  /** For a reader: `memory 16 MiB`. */
  readonly name: string;
  readonly lift: (restrictions: Restrictions) => Restrictions;
  /** The container complains of what this restriction does. */
  readonly hasSymptom?: boolean;
}

/** Log texts of a container that a restriction stops. A hint for the order only. */
const symptoms: readonly { readonly kind: Lift["kind"]; readonly says: RegExp }[] = [
  { kind: "readOnlyRootfs", says: /read-only file ?system|EROFS|errno 30\b|no usable temporary directory/iu },
  { kind: "memoryBytes", says: /lack of memory|out of memory|OOM|cannot allocate|MemoryError/iu },
  { kind: "pids", says: /cannot fork|can't fork|resource temporarily unavailable|EAGAIN|can't start new thread/iu },
  {
    kind: "tmpfsRoom",
    says: /no (?:space|inodes) left|ENOSPC|(?:disk|device|file ?system) (?:is )?full|quota exceeded|EDQUOT/iu,
  },
  { kind: "shmBytes", says: /no space left|ENOSPC|shared memory|shm_open|\/dev\/shm/iu },
  { kind: "network", says: /network is unreachable|ENETUNREACH|name resolution|EAI_AGAIN/iu },
  { kind: "user", says: /no matching entries in passwd|unable to find user/iu },
  { kind: "seccomp", says: /bad system call|SIGSYS|function not implemented|ENOSYS/iu },
  { kind: "capabilities", says: /operation not permitted|EPERM|permission denied|EACCES/iu },
  { kind: "user", says: /permission denied|EACCES/iu },
];

/** All restrictions in force, those with symptoms in `text` first. */
export function liftsOf(restrictions: Restrictions, text: string): Lift[] {
  const lifts: Lift[] = [];
  const {
    user,
    dropAll,
    noNewPrivileges,
    readOnlyRootfs,
    tmpfs = [],
    memoryBytes,
    shmBytes,
    cpus,
    pids,
  } = restrictions;
  const { seccomp, ulimits = [], init, network } = restrictions;
  if (readOnlyRootfs === true)
    lifts.push({
      kind: "readOnlyRootfs",
      name: "the read-only root file system",
      lift: (r) => without(r, "readOnlyRootfs"),
    });
  if (dropAll === true)
    lifts.push({
      kind: "capabilities",
      name: "the dropped capabilities",
      lift: (r) => without(r, "dropAll", "addCapabilities"),
    });
  if (user !== undefined) lifts.push({ kind: "user", name: `user ${user}`, lift: (r) => without(r, "user") });
  if (memoryBytes !== undefined)
    lifts.push({ kind: "memoryBytes", name: `memory ${mib(memoryBytes)}`, lift: (r) => without(r, "memoryBytes") });
  if (pids !== undefined) lifts.push({ kind: "pids", name: `pids ${pids}`, lift: (r) => without(r, "pids") });
  if (shmBytes !== undefined)
    lifts.push({ kind: "shmBytes", name: `/dev/shm of ${mib(shmBytes)}`, lift: (r) => without(r, "shmBytes") });
  if (noNewPrivileges === true)
    lifts.push({ kind: "noNewPrivileges", name: "no-new-privileges", lift: (r) => without(r, "noNewPrivileges") });
  if (seccomp !== undefined)
    lifts.push({ kind: "seccomp", name: "the seccomp list", lift: (r) => without(r, "seccomp") });
  if (cpus !== undefined) lifts.push({ kind: "cpus", name: `cpus ${cpus}`, lift: (r) => without(r, "cpus") });
  if (ulimits.length > 0) lifts.push({ kind: "ulimits", name: "the ulimits", lift: (r) => without(r, "ulimits") });
  if (init === true) lifts.push({ kind: "init", name: "the init process", lift: (r) => without(r, "init") });
  if (network === "none") lifts.push({ kind: "network", name: "network none", lift: (r) => without(r, "network") });
  for (const { path, sizeBytes } of tmpfs) {
    lifts.push({
      kind: "tmpfsRoom",
      path,
      name: `tmpfs ${path} of ${mib(sizeBytes)}`,
      lift: (r) => withTmpfsRoom(r, path, mostTimes),
    });
    // The tmpfs may hide files of the image.
    lifts.push({
      kind: "tmpfs",
      path,
      name: `tmpfs ${path}`,
      lift: (r) => ({ ...r, tmpfs: (r.tmpfs ?? []).filter((mount) => mount.path !== path) }),
    });
  }
  const rank = ({ kind }: Lift) => {
    const at = symptoms.findIndex((symptom) => symptom.kind === kind && symptom.says.test(text));
    return at === -1 ? symptoms.length : at;
  };
  return lifts
    .toSorted((a, b) => rank(a) - rank(b))
    .map((lift) => (rank(lift) < symptoms.length ? { ...lift, hasSymptom: true } : lift));
}

export function without(restrictions: Restrictions, ...names: readonly (keyof Restrictions)[]): Restrictions {
  return Object.fromEntries(
    Object.entries(restrictions).filter(([name]) => !names.includes(name as keyof Restrictions)),
  );
}
