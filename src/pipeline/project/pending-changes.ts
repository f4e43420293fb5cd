import type { SpecChange } from "../../domain/container/spec-change.ts";
import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import { tmpfsValue } from "../../dialects/text/tmpfs-options.ts";
import { tmpfsMount } from "../../formats/compose/tmpfs-mount.ts";

/** The part of a profile that a Compose file can express. */
export type WrittenProfile = Pick<
  Profile,
  | "user"
  | "noNewPrivileges"
  | "readOnlyRootfs"
  | "tmpfs"
  | "anonymousVolumes"
  | "memoryBytes"
  | "cpus"
  | "pids"
  | "shmBytes"
  | "init"
  | "network"
> & { readonly capabilities: Pick<Profile["capabilities"], "required"> };

/** A change to make. */
export interface Pending {
  readonly change: SpecChange;
  /** Whether the container runs as well without it. */
  readonly optional?: true;
}

/**
 * Changes that a service still needs to match its profile, in order; empty once it matches. Stricter settings of the file
 * stay. `seccomp` is the path of the syscall allowlist, as the file names it.
 */
export function pendingChanges(
  container: ContainerSpec,
  profile: WrittenProfile,
  seccomp: string | undefined,
): readonly Pending[] {
  return [
    ...privileges(container, profile, seccomp),
    ...files(container, profile),
    ...limits(container, profile),
    ...(profile.init === true && container.init?.value !== true
      ? [{ change: { set: "init", to: true } } as const]
      : []),
    ...(profile.network === "none" && container.network?.value !== "none"
      ? [{ change: { set: "network", to: "none" }, optional: true } as const]
      : []),
  ];
}

function privileges(
  container: ContainerSpec,
  profile: WrittenProfile,
  seccomp: string | undefined,
): readonly Pending[] {
  const { required } = profile.capabilities;
  const user = `${profile.user.uid}:${profile.user.gid}`;
  const { privileged, capAdd, capDrop, unmasked } = container;
  const changes: SpecChange[] = [];
  // It would undo all other changes.
  if (privileged?.value === true) changes.push({ remove: privileged });
  if (unmasked !== undefined) changes.push({ remove: unmasked });
  // Learned as root, and its image runs as root: no setting is needed.
  const isRoot = profile.user.uid === 0 && container.user === undefined;
  if (!isRoot && container.user?.value !== user) changes.push({ set: "user", to: user });
  if (!capDrop.some(({ value }) => capabilityName(value) === "ALL")) changes.push({ add: "capDrop", value: "ALL" });
  for (const capability of capAdd)
    if (!required.some((name) => name === capabilityName(capability.value))) changes.push({ remove: capability });
  for (const name of required)
    if (!capAdd.some(({ value }) => capabilityName(value) === name)) changes.push({ add: "capAdd", value: name });
  if (profile.noNewPrivileges && container.noNewPrivileges?.value !== true)
    changes.push({ set: "noNewPrivileges", to: true });
  if (seccomp !== undefined && container.seccomp?.value !== seccomp) changes.push({ set: "seccomp", to: seccomp });
  if (seccomp === undefined && container.seccomp?.value === "unconfined") changes.push({ remove: container.seccomp });
  return changes.map((change) => ({ change }));
}

function files(container: ContainerSpec, profile: WrittenProfile): readonly Pending[] {
  const changes: SpecChange[] = [];
  const readOnly: Pending = { change: { set: "readOnly", to: true }, optional: true };
  for (const mount of profile.tmpfs) {
    const text = tmpfsValue(mount);
    const existingMount = container.mounts.find(({ value }) => value.path === mount.path);
    if (existingMount === undefined) changes.push({ add: "tmpfs", value: text });
    else if (existingMount.value.type === "tmpfs" && !isWritten(mount, existingMount.value.options ?? ""))
      changes.push({ remove: existingMount });
  }
  for (const { path } of profile.anonymousVolumes ?? [])
    if (!container.mounts.some(({ value }) => value.path === path)) changes.push({ add: "volume", value: path });
  return [
    // Compose refuses it together with secrets that are not files.
    ...(profile.readOnlyRootfs && container.readOnly?.value !== true ? [readOnly] : []),
    ...changes.map((change) => ({ change })),
  ];
}

function limits(container: ContainerSpec, profile: WrittenProfile): readonly Pending[] {
  const { memoryBytes, pids, shmBytes } = profile;
  const cpus = profile.cpus === undefined ? undefined : Number(profile.cpus.toFixed(3));
  const swap = container.memorySwapBytes?.value;
  const set = (field: "memoryBytes" | "memorySwapBytes" | "cpus" | "pids" | "shmBytes", to: number): SpecChange[] =>
    container[field]?.value === to ? [] : [{ set: field, to }];
  const memory = set("memoryBytes", memoryBytes);
  // Equal values mean no swap. The engine refuses a swap limit below the memory limit.
  const both = set("memorySwapBytes", memoryBytes);
  const first = swap !== undefined && swap !== -1 && swap < memoryBytes;
  return [
    ...(first ? [...both, ...memory] : [...memory, ...both]),
    ...(cpus === undefined ? [] : set("cpus", cpus)),
    ...set("pids", pids),
    ...(shmBytes === undefined ? [] : set("shmBytes", shmBytes)),
  ].map((change) => ({ change }));
}

/** Whether the options describe the same mount, in any notation. */
function isWritten(mount: Tmpfs, options: string): boolean {
  return tmpfsValue(mount) === tmpfsValue(tmpfsMount(mount.path, options));
}

function capabilityName(name: string): string {
  return name.trim().toUpperCase().replace(/^CAP_/, "");
}

/** Typical changes of learning, to test in advance whether the service's text can be edited. */
export function sampleChanges(container: ContainerSpec, seccomp: string): readonly Pending[] {
  return pendingChanges(container, sample, seccomp);
}

const sample: WrittenProfile = {
  user: { uid: 65_532, gid: 65_532 },
  capabilities: { required: ["CHOWN"] },
  noNewPrivileges: true,
  readOnlyRootfs: true,
  tmpfs: [{ path: "/run/hullproof", mode: "755", uid: 0, gid: 0, sizeBytes: 65_536 }],
  // Higher than any reservation.
  memoryBytes: 2 ** 40,
  cpus: 0.123,
  pids: 4321,
};
