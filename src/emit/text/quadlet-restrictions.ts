import type { Profile } from "../../domain/profile/profile.ts";
import { byteSize, cpuCount } from "./bytes.ts";
import { podmanSharedMemory, podmanTmpfs } from "./podman-tmpfs.ts";
import { hasKey, quadletLine } from "./quadlet-line.ts";
import { byName } from "./restriction-flags.ts";

/** What confines the container, as lines of `[Container]`; `seccompAt` is the path of the list on that machine. */
export function quadletRestrictions(profile: Profile, version: string, seccompAt: string): string[] {
  const { user, capabilities, seccomp, noNewPrivileges, readOnlyRootfs, tmpfs, shmBytes, pids, init } = profile;
  const { ulimits = [], devices = [], network = "private", sysctls } = profile;
  const line = (key: string, flag: string, value: string) => quadletLine(version, key, flag, value);
  const memory = byteSize(profile.memoryBytes);
  return [
    `User=${user.uid}`,
    `Group=${user.gid}`,
    "DropCapability=all",
    ...(capabilities.required.length === 0 ? [] : [`AddCapability=${capabilities.required.join(" ")}`]),
    // A specifier of systemd: /etc of the system, ~/.config of a user.
    ...(seccomp === undefined ? [] : [`SeccompProfile=${seccompAt}`]),
    ...(noNewPrivileges ? ["NoNewPrivileges=true"] : []),
    ...(readOnlyRootfs ? ["ReadOnly=true"] : []),
    // Otherwise /run, /tmp, /var/tmp, /dev and /dev/shm would be writable. Before the key there were none unless they were asked for.
    ...(readOnlyRootfs && hasKey(version, "ReadOnlyTmpfs") ? ["ReadOnlyTmpfs=false"] : []),
    ...tmpfs.map((mount) => line("Tmpfs", "tmpfs", podmanTmpfs(mount, user))),
    ...(hasKey(version, "ReadOnlyTmpfs") ? podmanSharedMemory(profile) : []).map((text) =>
      line("Tmpfs", "tmpfs", text),
    ),
    line("Memory", "memory", memory),
    // The same: no swap. There is no key for it, nor for CPUs.
    `PodmanArgs=--memory-swap=${memory}`,
    ...(shmBytes === undefined ? [] : [line("ShmSize", "shm-size", byteSize(shmBytes))]),
    `PodmanArgs=--cpus=${cpuCount(profile.cpus)}`,
    line("PidsLimit", "pids-limit", String(pids)),
    ...ulimits.map(({ name, soft, hard }) => line("Ulimit", "ulimit", `${name}=${soft}:${hard}`)),
    ...devices.map(({ path, permissions }) => listed(version, "AddDevice", "device", `${path}:${path}:${permissions}`)),
    ...(init ? ["RunInit=true"] : []),
    ...(network === "private" ? [] : [`Network=${network}`]),
    ...byName(sysctls).map(([name, value]) => listed(version, "Sysctl", "sysctl", `${name}=${value}`)),
  ];
}

/** A key whose value is split at blanks and knows quotes, but no escapes. */
function listed(version: string, key: string, flag: string, value: string): string {
  if (!/[\s"'\\]/.test(value)) return quadletLine(version, key, flag, value);
  return quadletLine(version, "", flag, value);
}
