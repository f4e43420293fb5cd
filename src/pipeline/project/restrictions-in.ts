import type { WrittenContainer, WrittenMount } from "../../domain/container-spec/written-container.ts";
import { toCapability } from "../../domain/profile/capability.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { byteSize } from "../../formats/compose/byte-size.ts";

/**
 * What a service runs under, as its file says it: the whole project is tried with what the files say, not with what was meant to be written. Of a profile
 * comes what a file can only name: the list of system calls that lies at the path `seccomp`, and how mount points are made ready.
 */
export function restrictionsIn(
  container: WrittenContainer,
  profile: Pick<Profile, "seccomp" | "prepared"> = {},
  seccomp?: string,
): Restrictions {
  const { user, capAdd, capDrop, memoryBytes, cpus, pids, shmBytes, init, network } = container;
  const tmpfs = container.mounts.flatMap(({ value }) => tmpfsOf(value) ?? []);
  const listed = seccomp !== undefined && container.seccomp?.value === seccomp ? profile.seccomp : undefined;
  return {
    ...(user && { user: user.value }),
    dropAll: capDrop.some(({ value }) => /^(?:cap_)?all$/i.test(value)),
    addCapabilities: capAdd.flatMap(({ value }) => toCapability(value) ?? []),
    noNewPrivileges: container.noNewPrivileges?.value === true,
    readOnlyRootfs: container.readOnly?.value === true,
    tmpfs,
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

/** Without options a tmpfs is what tmpfs(5) makes of it under the engine: everyone may write, no program runs, half of the memory. */
function tmpfsOf({ type, path, options = "" }: WrittenMount): Tmpfs | undefined {
  if (type !== "tmpfs") return undefined;
  const words = options.split(",");
  const value = (name: string): string | undefined =>
    words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const inodes = value("nr_inodes");
  return {
    path,
    mode: value("mode") ?? "1777",
    uid: Number(value("uid") ?? 0),
    gid: Number(value("gid") ?? 0),
    sizeBytes: byteSize(value("size") ?? "") ?? largestBytes,
    ...(words.includes("exec") && { exec: true as const }),
    ...(inodes !== undefined && { inodes: Number(inodes) }),
  };
}

const largestBytes = 1024 ** 3;
