import type { Profile, Restrictions } from "../domain/profile.ts";

/** Everything that the profile restricts, for one trial. */
export function toRestrictions(profile: Profile): Restrictions {
  return {
    user: `${profile.user.uid}:${profile.user.gid}`,
    dropAll: true,
    addCapabilities: profile.capabilities.required,
    noNewPrivileges: profile.noNewPrivileges,
    readOnlyRootfs: profile.readOnlyRootfs,
    tmpfs: profile.tmpfs,
    memoryBytes: profile.memoryBytes,
    cpus: profile.cpus,
    pids: profile.pids,
    ...(profile.seccomp === undefined ? {} : { seccomp: profile.seccomp }),
  };
}
