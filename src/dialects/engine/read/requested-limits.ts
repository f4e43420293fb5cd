import { compareText } from "../../../text/compare-text.ts";
import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import type { EngineDefaults, InspectedHost } from "../../../domain/container/inspected-container.ts";

type Limits = Pick<
  RequestedSettings,
  | "memoryBytes"
  | "memorySwapBytes"
  | "memoryReservationBytes"
  | "memorySwappiness"
  | "oomKillDisable"
  | "oomScoreAdj"
  | "shmBytes"
  | "cpus"
  | "cpuShares"
  | "cpuPeriod"
  | "cpuQuota"
  | "cpuset"
  | "cpusetMems"
  | "blkioWeight"
  | "blkioDevices"
  | "pids"
  | "ulimits"
>;

/** Default /dev/shm of a container, in bytes (moby, daemon/config: DefaultShmSize; Podman's containers.conf). */
const usualShm = 64 * 1024 * 1024;
/** Podman parses its default of `65536k` with decimal units. */
const podmanShm = 65_536_000;
/** `pids_limit` of containers.conf: Podman's default. */
const podmanPids = 2048;

/** Requested limits. Ulimits of the daemon's configuration can't be distinguished from a container's own. */
export function requestedLimits(host: InspectedHost, { engine }: EngineDefaults): Limits {
  const { memoryBytes, memorySwapBytes: swap, memorySwappiness: swappiness, pids } = host;
  const podman = engine === "podman";
  return {
    ...(memoryBytes > 0 && { memoryBytes }),
    // By default, the engine grants the same amount as swap.
    ...(swap !== 0 && swap !== 2 * memoryBytes && { memorySwapBytes: swap }),
    ...(host.memoryReservationBytes > 0 && { memoryReservationBytes: host.memoryReservationBytes }),
    ...(swappiness >= 0 && !(podman && swappiness === 0) && { memorySwappiness: swappiness }),
    oomKillDisable: host.oomKillDisable,
    ...(host.oomScoreAdj !== 0 && { oomScoreAdj: host.oomScoreAdj }),
    ...(host.shmBytes > 0 &&
      host.shmBytes !== (podman && host.shmBytes === podmanShm ? podmanShm : usualShm) && { shmBytes: host.shmBytes }),
    ...(host.nanoCpus > 0 && { cpus: host.nanoCpus / 1e9 }),
    ...(host.cpuShares > 0 && { cpuShares: host.cpuShares }),
    // Podman reports the period and quota of its CPUs.
    ...(host.cpuPeriod > 0 && host.nanoCpus === 0 && { cpuPeriod: host.cpuPeriod }),
    ...(host.cpuQuota > 0 && host.nanoCpus === 0 && { cpuQuota: host.cpuQuota }),
    ...(host.cpuset !== "" && { cpuset: host.cpuset }),
    ...(host.cpusetMems !== "" && { cpusetMems: host.cpusetMems }),
    ...(host.blkioWeight > 0 && { blkioWeight: host.blkioWeight }),
    blkioDevices: host.blkioDevices,
    ...(pids !== 0 && pids !== -1 && !(podman && pids === podmanPids) && { pids }),
    ulimits: host.ulimits
      // Podman sets these two in each container, to its own process's values.
      .filter(({ name, soft, hard }) => !(podman && soft === hard && /^RLIMIT_(?:NOFILE|NPROC)$/.test(name)))
      .map(({ name, soft, hard }) => ({ name: name.toLowerCase().replace(/^rlimit_/, ""), soft, hard }))
      .sort((a, b) => compareText(a.name, b.name)),
  };
}
