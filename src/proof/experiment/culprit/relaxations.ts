import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { mib } from "../../restrictions/mib.ts";
import { mostTimes, withTmpfsRoom } from "../../restrictions/tmpfs-room.ts";

/** Lifts one restriction. */
export interface Relaxation {
  readonly kind: Exclude<keyof Restrictions, "dropAll" | "addCapabilities"> | "capabilities" | "tmpfsRoom";
  /** Of `tmpfs` and `tmpfsRoom`. */
  readonly path?: string;
  /** For a reader: `memory 16 MiB`. */
  readonly name: string;
  readonly relax: (restrictions: Restrictions) => Restrictions;
  /** The container's log shows a symptom of this restriction. */
  readonly hasSymptom?: boolean;
}

/** Log texts of a container stopped by a restriction. Only affects the order. */
const symptoms: readonly { readonly kind: Relaxation["kind"]; readonly says: RegExp }[] = [
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
export function relaxationsOf(restrictions: Restrictions, text: string): Relaxation[] {
  const relaxations: Relaxation[] = [];
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
    relaxations.push({
      kind: "readOnlyRootfs",
      name: "the read-only root file system",
      relax: (r) => removeRestrictions(r, "readOnlyRootfs"),
    });
  if (dropAll === true)
    relaxations.push({
      kind: "capabilities",
      name: "the dropped capabilities",
      relax: (r) => removeRestrictions(r, "dropAll", "addCapabilities"),
    });
  if (user !== undefined)
    relaxations.push({ kind: "user", name: `user ${user}`, relax: (r) => removeRestrictions(r, "user") });
  if (memoryBytes !== undefined)
    relaxations.push({
      kind: "memoryBytes",
      name: `memory ${mib(memoryBytes)}`,
      relax: (r) => removeRestrictions(r, "memoryBytes"),
    });
  if (pids !== undefined)
    relaxations.push({ kind: "pids", name: `pids ${pids}`, relax: (r) => removeRestrictions(r, "pids") });
  if (shmBytes !== undefined)
    relaxations.push({
      kind: "shmBytes",
      name: `/dev/shm of ${mib(shmBytes)}`,
      relax: (r) => removeRestrictions(r, "shmBytes"),
    });
  if (noNewPrivileges === true)
    relaxations.push({
      kind: "noNewPrivileges",
      name: "no-new-privileges",
      relax: (r) => removeRestrictions(r, "noNewPrivileges"),
    });
  if (seccomp !== undefined)
    relaxations.push({ kind: "seccomp", name: "the seccomp list", relax: (r) => removeRestrictions(r, "seccomp") });
  if (cpus !== undefined)
    relaxations.push({ kind: "cpus", name: `cpus ${cpus}`, relax: (r) => removeRestrictions(r, "cpus") });
  if (ulimits.length > 0)
    relaxations.push({ kind: "ulimits", name: "the ulimits", relax: (r) => removeRestrictions(r, "ulimits") });
  if (init === true)
    relaxations.push({ kind: "init", name: "the init process", relax: (r) => removeRestrictions(r, "init") });
  if (network === "none")
    relaxations.push({ kind: "network", name: "network none", relax: (r) => removeRestrictions(r, "network") });
  for (const { path, sizeBytes } of tmpfs) {
    relaxations.push({
      kind: "tmpfsRoom",
      path,
      name: `tmpfs ${path} of ${mib(sizeBytes)}`,
      relax: (r) => withTmpfsRoom(r, path, mostTimes),
    });
    // The tmpfs may hide files of the image.
    relaxations.push({
      kind: "tmpfs",
      path,
      name: `tmpfs ${path}`,
      relax: (r) => ({ ...r, tmpfs: (r.tmpfs ?? []).filter((mount) => mount.path !== path) }),
    });
  }
  const rank = ({ kind }: Relaxation) => {
    const at = symptoms.findIndex((symptom) => symptom.kind === kind && symptom.says.test(text));
    return at === -1 ? symptoms.length : at;
  };
  return relaxations
    .toSorted((a, b) => rank(a) - rank(b))
    .map((one) => (rank(one) < symptoms.length ? { ...one, hasSymptom: true } : one));
}

export function removeRestrictions(
  restrictions: Restrictions,
  ...names: readonly (keyof Restrictions)[]
): Restrictions {
  return Object.fromEntries(
    Object.entries(restrictions).filter(([name]) => !names.includes(name as keyof Restrictions)),
  );
}
