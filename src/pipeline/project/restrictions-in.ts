import type { WrittenContainer, WrittenMount } from "../../domain/container-spec/written-container.ts";
import { toCapability } from "../../domain/profile/capability.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { tmpfsMount } from "../../formats/compose/tmpfs-mount.ts";

/**
 * What a service runs under, as its file says it: the whole project is tried with what the files say, not with what was meant to be written. Of a profile
 * comes what a file can only name: the list of system calls that lies at the path `seccomp`, and how mount points are made ready.
 */
export function restrictionsIn(
  container: WrittenContainer,
  profile: Pick<Profile, "seccomp" | "prepared" | "anonymousVolumes"> = {},
  seccomp?: string,
): Restrictions {
  const { user, capAdd, capDrop, memoryBytes, cpus, pids, shmBytes, init, network } = container;
  const tmpfs = container.mounts.flatMap(({ value }) => tmpfsOf(value) ?? []);
  // Those that the file had before are the workload's.
  const anonymousVolumes = profile.anonymousVolumes?.filter(({ path }) =>
    container.mounts.some(({ value }) => value.type === "volume" && value.source === undefined && value.path === path),
  );
  const listed = seccomp !== undefined && container.seccomp?.value === seccomp ? profile.seccomp : undefined;
  return {
    ...(user && { user: user.value }),
    dropAll: capDrop.some(({ value }) => /^(?:cap_)?all$/i.test(value)),
    addCapabilities: capAdd.flatMap(({ value }) => toCapability(value) ?? []),
    noNewPrivileges: container.noNewPrivileges?.value === true,
    readOnlyRootfs: container.readOnly?.value === true,
    tmpfs,
    ...(anonymousVolumes && anonymousVolumes.length > 0 && { anonymousVolumes }),
    ...(listed && { seccomp: listed }),
    ...(profile.prepared && { prepared: profile.prepared }),
    ...(memoryBytes && { memoryBytes: memoryBytes.value }),
    ...(cpus && { cpus: cpus.value }),
    ...(pids && { pids: pids.value }),
    ...(shmBytes && { shmBytes: shmBytes.value }),
    ...(init?.value === true && { init: true }),
    ...(network?.value === "none" && { network: "none" }),
  };
}

function tmpfsOf({ type, path, options = "" }: WrittenMount): Tmpfs | undefined {
  return type === "tmpfs" ? tmpfsMount(path, options) : undefined;
}
