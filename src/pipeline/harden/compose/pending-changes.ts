import type { SpecChange } from "../../../domain/container-spec/spec-change.ts";
import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Tmpfs } from "../../../domain/profile/restrictions.ts";
import { cpuCount } from "../../../emit/text/bytes.ts";
import { tmpfsOptions } from "../../../emit/text/tmpfs-options.ts";
import { tmpfsMount } from "../../../formats/compose/tmpfs-mount.ts";

/** The part of a profile that a Compose file says. */
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

/** A change that is still to be made. */
export interface Pending {
  readonly change: SpecChange;
  /** The container does as well without it. */
  readonly optional?: true;
}

/**
 * What a service has to say yet so that it runs under its profile, the first to be made first; none once it says all of it. What the file says more strictly
 * stays. `seccomp` is the path of the list of system calls, as the file names it.
 */
export function pendingChanges(
  container: WrittenContainer,
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
  container: WrittenContainer,
  profile: WrittenProfile,
  seccomp: string | undefined,
): readonly Pending[] {
  const { required } = profile.capabilities;
  const user = `${profile.user.uid}:${profile.user.gid}`;
  const { privileged, capAdd, capDrop, unmasked } = container;
  const changes: SpecChange[] = [];
  // It would undo all else.
  if (privileged?.value === true) changes.push({ remove: privileged });
  if (unmasked !== undefined) changes.push({ remove: unmasked });
  // Learned as root, it is root in its image, too: a file that says nothing says the same.
  const isRoot = profile.user.uid === 0 && container.user === undefined;
  if (!isRoot && container.user?.value !== user) changes.push({ set: "user", to: user });
  if (!capDrop.some(({ value }) => bare(value) === "ALL")) changes.push({ add: "capDrop", value: "ALL" });
  for (const said of capAdd) if (!required.some((name) => name === bare(said.value))) changes.push({ remove: said });
  for (const name of required)
    if (!capAdd.some(({ value }) => bare(value) === name)) changes.push({ add: "capAdd", value: name });
  if (profile.noNewPrivileges && container.noNewPrivileges?.value !== true)
    changes.push({ set: "noNewPrivileges", to: true });
  if (seccomp !== undefined && container.seccomp?.value !== seccomp) changes.push({ set: "seccomp", to: seccomp });
  if (seccomp === undefined && container.seccomp?.value === "unconfined") changes.push({ remove: container.seccomp });
  return changes.map((change) => ({ change }));
}

function files(container: WrittenContainer, profile: WrittenProfile): readonly Pending[] {
  const changes: SpecChange[] = [];
  const readOnly: Pending = { change: { set: "readOnly", to: true }, optional: true };
  for (const mount of profile.tmpfs) {
    const text = tmpfsOptions(mount);
    const there = container.mounts.find(({ value }) => value.path === mount.path);
    if (there === undefined) changes.push({ add: "tmpfs", value: text });
    else if (there.value.type === "tmpfs" && !isWritten(mount, there.value.options ?? ""))
      changes.push({ remove: there });
  }
  for (const { path } of profile.anonymousVolumes ?? [])
    if (!container.mounts.some(({ value }) => value.path === path)) changes.push({ add: "volume", value: path });
  return [
    // Compose refuses it beside secrets that are no files.
    ...(profile.readOnlyRootfs && container.readOnly?.value !== true ? [readOnly] : []),
    ...changes.map((change) => ({ change })),
  ];
}

function limits(container: WrittenContainer, profile: WrittenProfile): readonly Pending[] {
  const { memoryBytes, pids, shmBytes } = profile;
  const cpus = profile.cpus === undefined ? undefined : Number(cpuCount(profile.cpus));
  const swap = container.memorySwapBytes?.value;
  const set = (what: "memoryBytes" | "memorySwapBytes" | "cpus" | "pids" | "shmBytes", to: number): SpecChange[] =>
    container[what]?.value === to ? [] : [{ set: what, to }];
  const memory = set("memoryBytes", memoryBytes);
  // No swap: both are the same. The engine takes no swap limit below that of the memory.
  const both = set("memorySwapBytes", memoryBytes);
  const first = swap !== undefined && swap !== -1 && swap < memoryBytes;
  return [
    ...(first ? [...both, ...memory] : [...memory, ...both]),
    ...(cpus === undefined ? [] : set("cpus", cpus)),
    ...set("pids", pids),
    ...(shmBytes === undefined ? [] : set("shmBytes", shmBytes)),
  ].map((change) => ({ change }));
}

/** Whether the options say the same mount, in whatever words. */
function isWritten(mount: Tmpfs, options: string): boolean {
  return tmpfsOptions(mount) === tmpfsOptions(tmpfsMount(mount.path, options));
}

function bare(name: string): string {
  return name.trim().toUpperCase().replace(/^CAP_/, "");
}

/** About what learning asks of a service, to find out before it whether its text can be edited. */
export function sampleChanges(container: WrittenContainer, seccomp: string): readonly Pending[] {
  return pendingChanges(container, sample, seccomp);
}

const sample: WrittenProfile = {
  user: { uid: 65_532, gid: 65_532 },
  capabilities: { required: ["CHOWN"] },
  noNewPrivileges: true,
  readOnlyRootfs: true,
  tmpfs: [{ path: "/run/hullproof", mode: "755", uid: 0, gid: 0, sizeBytes: 65_536 }],
  // More than any reservation.
  memoryBytes: 2 ** 40,
  cpus: 0.123,
  pids: 4321,
};
