import type { ContainerSpec, MountSpec } from "../../domain/container/container-spec.ts";
import { toCapability } from "../../domain/profile/capability.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { tmpfsMount } from "../../formats/compose/tmpfs-mount.ts";

/**
 * Restrictions of a service, read from its file: the whole project is tried as the files are, not as they were meant. The profile
 * adds what a file can only refer to: the seccomp profile at the path `seccomp`, and the preparation of mount points.
 */
export function restrictionsIn(
  container: ContainerSpec,
  profile: Pick<Profile, "seccomp" | "prepared" | "anonymousVolumes"> = {},
  seccomp?: string,
): Restrictions {
  const { user, capAdd, capDrop, memoryBytes, cpus, pids, shmBytes, init, network } = container;
  const tmpfs = container.mounts.flatMap(({ value }) => tmpfsOf(value) ?? []);
  // Volumes that the file had before belong to the workload.
  const anonymousVolumes = profile.anonymousVolumes?.filter(({ path }) =>
    container.mounts.some(({ value }) => value.type === "volume" && value.source === undefined && value.path === path),
  );
  const loadedSeccomp = seccomp !== undefined && container.seccomp?.value === seccomp ? profile.seccomp : undefined;
  return {
    ...(user && { user: user.value }),
    dropAll: capDrop.some(({ value }) => /^(?:cap_)?all$/i.test(value)),
    addCapabilities: capAdd.flatMap(({ value }) => toCapability(value) ?? []),
    noNewPrivileges: container.noNewPrivileges?.value === true,
    readOnlyRootfs: container.readOnly?.value === true,
    tmpfs,
    ...(anonymousVolumes && anonymousVolumes.length > 0 && { anonymousVolumes }),
    ...(loadedSeccomp && { seccomp: loadedSeccomp }),
    ...(profile.prepared && { prepared: profile.prepared }),
    ...(memoryBytes && { memoryBytes: memoryBytes.value }),
    ...(cpus && { cpus: cpus.value }),
    ...(pids && { pids: pids.value }),
    ...(shmBytes && { shmBytes: shmBytes.value }),
    ...(init?.value === true && { init: true }),
    ...(network?.value === "none" && { network: "none" }),
  };
}

function tmpfsOf({ type, path, options = "" }: MountSpec): Tmpfs | undefined {
  return type === "tmpfs" ? tmpfsMount(path, options) : undefined;
}
