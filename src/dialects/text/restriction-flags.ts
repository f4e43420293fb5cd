import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { byteSize, cpuCount } from "./bytes.ts";
import { tmpfsOptions } from "./tmpfs-options.ts";
import { byKey } from "../../text/by-key.ts";

/** `quoted`: the value is a complete shell word. */
export type Flag = readonly [flag: string, value?: string, quoted?: true];

/** Where the emitted texts expect what `emit --to seccomp` prints. */
export const seccompFile = "seccomp.json";

/** Value of `--tmpfs`, which is the one flag that clients read in different ways. */
export type TmpfsText = (mount: Tmpfs) => string;

/** The flags of `docker run` for `restrictions`; absent ones are left to the engine. */
export function restrictionFlags(restrictions: Restrictions, tmpfsText: TmpfsText = tmpfsOptions): Flag[] {
  const { user, dropAll, addCapabilities = [], seccomp, noNewPrivileges, readOnlyRootfs, tmpfs = [] } = restrictions;
  const {
    anonymousVolumes = [],
    memoryBytes,
    shmBytes,
    cpus,
    pids,
    ulimits = [],
    devices = [],
    init,
    network,
    sysctls = {},
  } = restrictions;
  const optional = (flag: string, value: string | undefined): Flag[] => (value === undefined ? [] : [[flag, value]]);
  const memory = memoryBytes === undefined ? undefined : byteSize(memoryBytes);
  return [
    ...optional("--user", user),
    ...(dropAll ? [["--cap-drop", "ALL"] as const] : []),
    // One flag each: a comma list is refused by every engine (`unknown capability`).
    ...addCapabilities.map((capability): Flag => ["--cap-add", capability]),
    ...(seccomp === undefined ? [] : [["--security-opt", `seccomp=${seccompFile}`] as const]),
    ...(noNewPrivileges ? [["--security-opt", "no-new-privileges"] as const] : []),
    ...(readOnlyRootfs ? [["--read-only"] as const] : []),
    ...tmpfs.map((mount): Flag => ["--tmpfs", tmpfsText(mount)]),
    ...anonymousVolumes.map(({ path }): Flag => ["--volume", path]),
    ...optional("--memory", memory),
    // Equal to --memory: no swap. Left out, the engine would grant as much swap again.
    ...optional("--memory-swap", memory),
    ...optional("--shm-size", shmBytes === undefined ? undefined : byteSize(shmBytes)),
    ...optional("--cpus", cpus === undefined ? undefined : cpuCount(cpus)),
    ...optional("--pids-limit", pids === undefined ? undefined : String(pids)),
    ...ulimits.map(({ name, soft, hard }): Flag => ["--ulimit", `${name}=${soft}:${hard}`]),
    ...devices.map(({ path, permissions }): Flag => ["--device", `${path}:${path}:${permissions}`]),
    ...(init ? [["--init"] as const] : []),
    ...(network === undefined || network === "private" ? [] : [["--network", network] as const]),
    ...byName(sysctls).map(([key, value]): Flag => ["--sysctl", `${key}=${value}`]),
  ];
}

export function byName(record: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(record).sort(byKey);
}
