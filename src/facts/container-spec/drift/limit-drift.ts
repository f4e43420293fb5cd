import type { Drift } from "../../../domain/container-spec/drift.ts";
import type { ComparedSettings } from "./effective.ts";
import type { Profile } from "../../../domain/profile/profile.ts";

/** Memory, CPUs, tasks and ulimits: gone, wider than proven, or below what was needed. */
export function limitDrift(profile: Profile, given: ComparedSettings): Drift[] {
  const cpus = given.cpus ?? (given.cpuQuota === undefined ? undefined : given.cpuQuota / (given.cpuPeriod ?? 100_000));
  const swap = given.memory === undefined ? undefined : (given.memorySwap ?? 2 * given.memory);
  return [
    ...limit("memoryBytes", "memory", profile.memoryBytes, given.memory, bytes, "HostConfig.Memory"),
    // The profile was proven without swap.
    ...(swap !== undefined && given.memory !== undefined && (swap === -1 || swap > given.memory)
      ? [
          {
            field: "memoryBytes",
            way: "wider" as const,
            proven: "no swap",
            is: swap === -1 ? "unlimited swap" : `${bytes(swap - given.memory)} of swap`,
            why: "memory beyond the limit goes to disk, where it was proven without",
            pointer: "HostConfig.MemorySwap",
          },
        ]
      : []),
    ...(profile.cpus === undefined
      ? []
      : limit(
          "cpus",
          "CPU",
          profile.cpus,
          cpus,
          (value) => `${value} CPUs`,
          given.cpus === undefined ? "HostConfig.CpuQuota" : "HostConfig.NanoCpus",
        )),
    ...limit("pids", "task", profile.pids, given.pids, (value) => `${value} tasks`, "HostConfig.PidsLimit"),
    ...(profile.ulimits ?? []).flatMap(({ name, soft, hard }): Drift[] => {
      const own = given.ulimits.find((one) => one.name === name);
      if (own !== undefined && own.soft === soft && own.hard === hard) return [];
      const is = own === undefined ? "the engine's own" : `${own.soft}:${own.hard}`;
      return [
        {
          field: "ulimits",
          way: "other",
          proven: `${name} ${soft}:${hard}`,
          is,
          why: "it was proven with another ulimit",
          pointer: "HostConfig.Ulimits",
        },
      ];
    }),
  ];
}

function limit(
  field: string,
  what: string,
  proven: number,
  is: number | undefined,
  text: (value: number) => string,
  pointer: string,
): Drift[] {
  if (is === undefined)
    return [
      {
        field,
        way: "wider",
        proven: text(proven),
        is: "no limit",
        why: `its ${what} limit is gone, so it may take all of the host's`,
        pointer,
      },
    ];
  // What is written as `0.1` may have been rounded on its way.
  if (Math.abs(is - proven) <= proven * 0.001) return [];
  return is > proven
    ? [
        {
          field,
          way: "wider",
          proven: text(proven),
          is: text(is),
          why: `its ${what} limit is above what was proven`,
          pointer,
        },
      ]
    : [
        {
          field,
          way: "narrower",
          proven: text(proven),
          is: text(is),
          why: `its ${what} limit is below the one that it was proven with, so it may break under load`,
          pointer,
        },
      ];
}

function bytes(value: number): string {
  return value >= 2 ** 20 ? `${Math.round((value / 2 ** 20) * 10) / 10} MiB` : `${Math.round(value / 102.4) / 10} KiB`;
}
