import type { Profile } from "../../domain/profile/profile.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";

/** Everything that the profile restricts, for one trial. */
export function toRestrictions(profile: Profile): Restrictions {
  const { seccomp, anonymousVolumes, prepared, shmBytes, ulimits, devices, init, network, sysctls } = profile;
  return {
    user: `${profile.user.uid}:${profile.user.gid}`,
    dropAll: true,
    addCapabilities: profile.capabilities.required,
    ...(seccomp && { seccomp }),
    noNewPrivileges: profile.noNewPrivileges,
    readOnlyRootfs: profile.readOnlyRootfs,
    tmpfs: profile.tmpfs,
    ...(anonymousVolumes && { anonymousVolumes }),
    ...(prepared && { prepared }),
    memoryBytes: profile.memoryBytes,
    ...(shmBytes !== undefined && { shmBytes }),
    ...(profile.cpus !== undefined && { cpus: profile.cpus }),
    pids: profile.pids,
    ...(ulimits && { ulimits }),
    ...(devices && { devices }),
    ...(init === undefined ? {} : { init }),
    ...(network && { network }),
    ...(Object.keys(sysctls).length > 0 && { sysctls }),
  };
}
