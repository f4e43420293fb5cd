import type { Profile, Restrictions } from "../domain/profile.ts";

/** The profile with what `restrictions` say in place of its own; what they leave out is left to the engine. */
export function widenedProfile(profile: Profile, restrictions: Restrictions): Profile {
  const { seccomp: _seccomp, ulimits: _ulimits, init: _init, network: _network, ...rest } = profile;
  const { user = "0:0", addCapabilities, noNewPrivileges = false, readOnlyRootfs = false, tmpfs = [] } = restrictions;
  const { memoryBytes, cpus, pids, seccomp, ulimits, init, network } = restrictions;
  const [uid = 0, gid = 0] = user.split(":").map(Number);
  const required = addCapabilities ?? profile.capabilities.required;
  const others = (names: Profile["capabilities"]["soft"]) => names.filter((name) => !required.includes(name));
  return {
    ...rest,
    user: { uid, gid },
    capabilities: {
      ...profile.capabilities,
      required,
      soft: others(profile.capabilities.soft),
      unused: others(profile.capabilities.unused),
    },
    noNewPrivileges,
    readOnlyRootfs,
    tmpfs,
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(cpus !== undefined && { cpus }),
    ...(pids !== undefined && { pids }),
    ...(seccomp && { seccomp }),
    ...(ulimits && { ulimits }),
    ...(init !== undefined && { init }),
    ...(network && { network }),
  };
}

/** What `after` allows that `before` did not, a line a field. */
export function describeWidening(before: Profile, after: Profile): string[] {
  const lines: string[] = [];
  const added = (now: readonly string[], then: readonly string[]) => now.filter((one) => !then.includes(one));
  const note = (field: string, text: string) => lines.push(`${field}: ${text}`);
  const { required } = before.capabilities;
  const capabilities = added(after.capabilities.required, required);
  if (capabilities.length > 0) note("capabilities.required", `add ${capabilities.join(", ")}`);
  const pathsOf = (profile: Profile) => profile.tmpfs.map(({ path }) => path);
  const paths = added(pathsOf(after), pathsOf(before));
  if (paths.length > 0) note("tmpfs", `add ${paths.join(", ")}`);
  const gone = added(pathsOf(before), pathsOf(after));
  if (gone.length > 0) note("tmpfs", `take ${gone.join(", ")} away`);
  const callsOf = ({ seccomp }: Profile) => (seccomp?.syscalls ?? []).flatMap(({ names }) => names);
  if (before.seccomp !== undefined && after.seccomp === undefined) note("seccomp", "take it away");
  else if (added(callsOf(after), callsOf(before)).length > 0)
    note("seccomp", `allow ${added(callsOf(after), callsOf(before)).join(", ")}`);
  for (const field of ["memoryBytes", "cpus", "pids", "noNewPrivileges", "readOnlyRootfs", "init", "network"] as const)
    if (before[field] !== after[field]) note(field, `${before[field]} -> ${after[field] ?? "the engine's default"}`);
  if (before.user.uid !== after.user.uid || before.user.gid !== after.user.gid)
    note("user", `${before.user.uid}:${before.user.gid} -> ${after.user.uid}:${after.user.gid}`);
  if (before.ulimits !== undefined && after.ulimits === undefined) note("ulimits", "take them away");
  return lines;
}
