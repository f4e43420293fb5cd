import type { Profile } from "../../domain/profile/profile.ts";
import { bytesText } from "./units.ts";

/** The settings of a service, in a few words each. */
export function serviceSettings(profile: Profile): readonly string[] {
  const {
    user,
    capabilities,
    readOnlyRootfs,
    tmpfs,
    anonymousVolumes = [],
    memoryBytes,
    cpus,
    pids,
    seccomp,
  } = profile;
  const capabilityNames = capabilities.required;
  return [
    `user ${user.uid}:${user.gid}`,
    capabilityNames.length === 0 ? "no capabilities" : `capabilities ${capabilityNames.join(", ")}`,
    readOnlyRootfs ? "read-only" : "writable root file system",
    ...(tmpfs.length === 0 ? [] : [`tmpfs ${tmpfs.map(({ path }) => path).join(", ")}`]),
    ...(anonymousVolumes.length === 0 ? [] : [`volume ${anonymousVolumes.map(({ path }) => path).join(", ")}`]),
    `memory ${bytesText(memoryBytes)}`,
    cpus === undefined ? "no limit of CPUs" : `${cpus} CPUs`,
    `${pids} processes`,
    ...(seccomp === undefined ? [] : ["own list of system calls"]),
  ];
}
