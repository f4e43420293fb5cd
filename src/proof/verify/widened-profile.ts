import { addedCalls } from "./describe-allowed.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Device, PreparedDirectory, Restrictions, Ulimit } from "../../domain/profile/restrictions.ts";
import { tmpfsValue } from "../../dialects/text/tmpfs-options.ts";

/** Replaces the restrictions of the profile; absent ones are left to the engine. */
export function widenedProfile(profile: Profile, restrictions: Restrictions): Profile {
  const {
    seccomp: _seccomp,
    ulimits: _ulimits,
    init: _init,
    network: _network,
    shmBytes: _shm,
    anonymousVolumes: _volumes,
    ...rest
  } = profile;
  const { user = "0:0", addCapabilities, noNewPrivileges = false, readOnlyRootfs = false, tmpfs = [] } = restrictions;
  const { memoryBytes, shmBytes, cpus, pids, seccomp, ulimits, init, network, anonymousVolumes } = restrictions;
  const [uid = 0, gid = 0] = user.split(":").map(Number);
  const required = addCapabilities ?? profile.capabilities.required;
  const withoutRequired = (names: Profile["capabilities"]["soft"]) => names.filter((name) => !required.includes(name));
  return {
    ...rest,
    user: { uid, gid },
    capabilities: {
      ...profile.capabilities,
      required,
      soft: withoutRequired(profile.capabilities.soft),
      unused: withoutRequired(profile.capabilities.unused),
    },
    noNewPrivileges,
    readOnlyRootfs,
    tmpfs,
    ...(anonymousVolumes && { anonymousVolumes }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(shmBytes !== undefined && { shmBytes }),
    ...(cpus !== undefined && { cpus }),
    ...(pids !== undefined && { pids }),
    ...(seccomp && { seccomp }),
    ...(ulimits && { ulimits }),
    ...(init !== undefined && { init }),
    ...(network && { network }),
  };
}

/**
 * Privileges that `after` allows and `before` did not, one line per field: calls with arguments, capabilities, limits
 * and paths.
 */
export function describeWidening(before: Profile, after: Profile): string[] {
  const lines: string[] = [];
  const note = (field: string, text: string) => lines.push(`${field}: ${text}`);
  const list = (field: string, namesBefore: readonly string[], namesAfter: readonly string[]) => {
    const [addedNames, removedNames] = [
      namesAfter.filter((one) => !namesBefore.includes(one)),
      namesBefore.filter((one) => !namesAfter.includes(one)),
    ];
    if (addedNames.length > 0) note(field, `add ${addedNames.join(", ")}`);
    if (removedNames.length > 0) note(field, `take ${removedNames.join(", ")} away`);
  };
  list("capabilities.required", before.capabilities.required, after.capabilities.required);
  list("tmpfs", pathsOf(before.tmpfs), pathsOf(after.tmpfs));
  list("anonymousVolumes", volumePaths(before), volumePaths(after));
  for (const mount of after.tmpfs) {
    const mountBefore = before.tmpfs.find(({ path }) => path === mount.path);
    if (mountBefore !== undefined && tmpfsValue(mountBefore) !== tmpfsValue(mount))
      note("tmpfs", `${tmpfsValue(mountBefore)} -> ${tmpfsValue(mount)}`);
  }
  if (before.seccomp !== undefined && after.seccomp === undefined) note("seccomp", "take it away");
  else if (before.seccomp !== undefined && after.seccomp !== undefined) {
    const calls = addedCalls(before.seccomp, after.seccomp);
    if (calls.length > 0) note("seccomp", `allow ${calls.join(", ")}`);
  }
  for (const field of [
    "memoryBytes",
    "shmBytes",
    "cpus",
    "pids",
    "noNewPrivileges",
    "readOnlyRootfs",
    "init",
    "network",
  ] as const)
    if (before[field] !== after[field])
      note(field, `${before[field] ?? "the engine's default"} -> ${after[field] ?? "the engine's default"}`);
  if (before.user.uid !== after.user.uid || before.user.gid !== after.user.gid)
    note("user", `${before.user.uid}:${before.user.gid} -> ${after.user.uid}:${after.user.gid}`);
  list("ulimits", (before.ulimits ?? []).map(ulimitText), (after.ulimits ?? []).map(ulimitText));
  list("devices", (before.devices ?? []).map(deviceText), (after.devices ?? []).map(deviceText));
  list("prepared", (before.prepared ?? []).map(preparedText), (after.prepared ?? []).map(preparedText));
  list("sysctls", Object.entries(before.sysctls).map(pair), Object.entries(after.sysctls).map(pair));
  return lines;
}

const pathsOf = (mounts: Profile["tmpfs"]) => mounts.map(({ path, exec }) => (exec === true ? `${path} (exec)` : path));
const volumePaths = ({ anonymousVolumes = [] }: Profile) => anonymousVolumes.map(({ path }) => path);
const ulimitText = ({ name, soft, hard }: Ulimit) => `${name}=${soft}:${hard}`;
const deviceText = ({ path, permissions }: Device) => `${path}:${permissions}`;
const preparedText = ({ path, uid, gid, mode }: PreparedDirectory) => `${path} (${uid}:${gid}, mode ${mode})`;
const pair = ([key, value]: readonly [string, string]) => `${key}=${value}`;
