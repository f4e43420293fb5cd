import { compareText } from "../../../text/compare-text.ts";
import type { GivenSettings } from "../../../domain/container-spec/given-settings.ts";
import type { EngineDefaults, InspectedHost } from "../../../domain/container-spec/inspected-container.ts";

type Limits = Pick<
  GivenSettings,
  | "memory"
  | "memorySwap"
  | "memoryReservation"
  | "memorySwappiness"
  | "oomKillDisable"
  | "oomScoreAdj"
  | "shmSize"
  | "cpus"
  | "cpuShares"
  | "cpuPeriod"
  | "cpuQuota"
  | "cpusetCpus"
  | "cpusetMems"
  | "blkioWeight"
  | "blkioDevices"
  | "pids"
  | "ulimits"
>;

/** Default /dev/shm of a container, in bytes (moby, daemon/config: DefaultShmSize; Podman's containers.conf). */
const usualShm = 64 * 1024 * 1024;
/** Podman reads its default of `65536k` by thousands. */
const podmanShm = 65_536_000;
/** `pids_limit` of containers.conf: Podman's default. */
const podmanPids = 2048;

/** Requested limits. Ulimits of the daemon's configuration can't be distinguished from a container's own. */
export function givenLimits(host: InspectedHost, { engine }: EngineDefaults): Limits {
  const { memory, memorySwap: swap, memorySwappiness: swappiness, pidsLimit: pids } = host;
  const podman = engine === "podman";
  return {
    ...(memory > 0 && { memory }),
    // The engine grants as much swap again where no one says.
    ...(swap !== 0 && swap !== 2 * memory && { memorySwap: swap }),
    ...(host.memoryReservation > 0 && { memoryReservation: host.memoryReservation }),
    ...(swappiness >= 0 && !(podman && swappiness === 0) && { memorySwappiness: swappiness }),
    oomKillDisable: host.oomKillDisable,
    ...(host.oomScoreAdj !== 0 && { oomScoreAdj: host.oomScoreAdj }),
    ...(host.shmSize > 0 &&
      host.shmSize !== (podman && host.shmSize === podmanShm ? podmanShm : usualShm) && { shmSize: host.shmSize }),
    ...(host.nanoCpus > 0 && { cpus: host.nanoCpus / 1e9 }),
    ...(host.cpuShares > 0 && { cpuShares: host.cpuShares }),
    // Podman says the period and quota that its CPUs come to.
    ...(host.cpuPeriod > 0 && host.nanoCpus === 0 && { cpuPeriod: host.cpuPeriod }),
    ...(host.cpuQuota > 0 && host.nanoCpus === 0 && { cpuQuota: host.cpuQuota }),
    ...(host.cpusetCpus !== "" && { cpusetCpus: host.cpusetCpus }),
    ...(host.cpusetMems !== "" && { cpusetMems: host.cpusetMems }),
    ...(host.blkioWeight > 0 && { blkioWeight: host.blkioWeight }),
    blkioDevices: host.blkioDevices,
    ...(pids !== 0 && pids !== -1 && !(podman && pids === podmanPids) && { pids }),
    ulimits: host.ulimits
      // Podman sets these two for each container, to what its own process has.
      .filter(({ name, soft, hard }) => !(podman && soft === hard && /^RLIMIT_(?:NOFILE|NPROC)$/.test(name)))
      .map(({ name, soft, hard }) => ({ name: name.toLowerCase().replace(/^rlimit_/, ""), soft, hard }))
      .sort((a, b) => compareText(a.name, b.name)),
  };
}
