import type { Profile } from "../../domain/profile/profile.ts";
import { byteSize, cpuCount } from "./bytes.ts";
import { readOnlyOnPodman } from "./podman-read-only.ts";
import { podmanTmpfs } from "./podman-tmpfs.ts";
import { hasKey, quadletLine } from "./quadlet-line.ts";
import { byName } from "./restriction-flags.ts";

/** What confines the container, as lines of `[Container]`; `seccompAt` is the path of the list on that machine. */
export function quadletRestrictions(profile: Profile, version: string, seccompAt: string): string[] {
  const { user, capabilities, seccomp, noNewPrivileges, readOnlyRootfs, tmpfs, shmBytes, pids, init } = profile;
  const { ulimits = [], devices = [], network = "private", sysctls } = profile;
  const line = (key: string, flag: string, value: string) => quadletLine(version, key, flag, value);
  const memory = byteSize(profile.memoryBytes);
  const keyed = hasKey(version, "ReadOnlyTmpfs");
  // Otherwise /run, /tmp and /var/tmp would be writable.
  const places = readOnlyOnPodman(profile, keyed);
  return [
    `User=${user.uid}`,
    `Group=${user.gid}`,
    "DropCapability=all",
    ...(capabilities.required.length === 0 ? [] : [`AddCapability=${capabilities.required.join(" ")}`]),
    // A specifier of systemd: /etc of the system, ~/.config of a user.
    ...(seccomp === undefined ? [] : [`SeccompProfile=${seccompAt}`]),
    ...(noNewPrivileges ? ["NoNewPrivileges=true"] : []),
    ...(readOnlyRootfs ? ["ReadOnly=true"] : []),
    // Before the key, the generator itself switched them off.
    ...(keyed && !places.ownTmpfs ? ["ReadOnlyTmpfs=false"] : []),
    ...[...tmpfs.map((mount) => podmanTmpfs(mount, user)), ...places.tmpfs].map((text) => line("Tmpfs", "tmpfs", text)),
    line("Memory", "memory", memory),
    // The same: no swap. There is no key for it, nor for CPUs.
    `PodmanArgs=--memory-swap=${memory}`,
    ...(shmBytes === undefined ? [] : [line("ShmSize", "shm-size", byteSize(shmBytes))]),
    ...(profile.cpus === undefined ? [] : [`PodmanArgs=--cpus=${cpuCount(profile.cpus)}`]),
    line("PidsLimit", "pids-limit", String(pids)),
    ...ulimits.map(({ name, soft, hard }) => line("Ulimit", "ulimit", `${name}=${soft}:${hard}`)),
    ...devices.map(({ path, permissions }) =>
      listLine(version, "AddDevice", "device", `${path}:${path}:${permissions}`),
    ),
    ...(init ? ["RunInit=true"] : []),
    ...(network === "private" ? [] : [`Network=${network}`]),
    ...byName(sysctls).map(([name, value]) => listLine(version, "Sysctl", "sysctl", `${name}=${value}`)),
  ];
}

/** A key whose value is split at blanks and supports quotes, but no escapes. */
function listLine(version: string, key: string, flag: string, value: string): string {
  if (!/[\s"'\\]/.test(value)) return quadletLine(version, key, flag, value);
  return quadletLine(version, "", flag, value);
}
