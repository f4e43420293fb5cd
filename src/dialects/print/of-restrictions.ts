import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { tmpfsOptions } from "../text/tmpfs-options.ts";
import type { PrintedSpec } from "./printed-spec.ts";

/** The options of a tmpfs, which clients read in different ways. */
export type TmpfsText = (mount: Tmpfs) => string;

/** The settings that restrict a container; absent ones are left to the engine. */
export function ofRestrictions(
  restrictions: Restrictions,
  optionsOf: TmpfsText = tmpfsOptions,
): Omit<PrintedSpec, "image"> {
  const { dropAll, addCapabilities, noNewPrivileges, readOnlyRootfs, tmpfs = [], memoryBytes, cpus } = restrictions;
  const { user, anonymousVolumes, shmBytes, pids, ulimits, devices = [], init, network, sysctls } = restrictions;
  return {
    user,
    capDrop: dropAll ? ["ALL"] : [],
    capAdd: addCapabilities,
    hasSeccompFile: restrictions.seccomp !== undefined,
    noNewPrivileges: noNewPrivileges || undefined,
    readOnly: readOnlyRootfs,
    tmpfs: tmpfs.map((mount) => ({ path: mount.path, options: optionsOf(mount) })),
    anonymousVolumes,
    memoryBytes,
    // Equal values mean no swap. By default, the engine would grant the same amount as swap.
    memorySwapBytes: memoryBytes,
    shmBytes,
    // Thousandths, the finest unit of every dialect.
    cpus: cpus === undefined ? undefined : Number(cpus.toFixed(3)),
    pids,
    ulimits,
    devices: devices.map(({ path, permissions }) => ({ source: path, path, permissions })),
    init: init || undefined,
    network: network === "private" ? undefined : network,
    sysctls,
  };
}
