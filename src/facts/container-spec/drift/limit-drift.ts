import type { Drift } from "../../../domain/container-spec/drift.ts";
import type { ComparedSettings } from "./effective.ts";
import type { Profile } from "../../../domain/profile/profile.ts";

/** Memory, CPUs, tasks and ulimits: absent, wider than proven, or below the need. */
export function limitDrift(profile: Profile, settings: ComparedSettings): Drift[] {
  const cpus =
    settings.cpus ??
    (settings.cpuQuota === undefined ? undefined : settings.cpuQuota / (settings.cpuPeriod ?? 100_000));
  const swap = settings.memory === undefined ? undefined : (settings.memorySwap ?? 2 * settings.memory);
  return [
    ...limit("memoryBytes", "memory", profile.memoryBytes, settings.memory, bytes, "HostConfig.Memory"),
    // The profile was proven without swap.
    ...(swap !== undefined && settings.memory !== undefined && (swap === -1 || swap > settings.memory)
      ? [
          {
            field: "memoryBytes",
            direction: "wider" as const,
            proven: "no swap",
            actual: swap === -1 ? "unlimited swap" : `${bytes(swap - settings.memory)} of swap`,
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
          settings.cpus === undefined ? "HostConfig.CpuQuota" : "HostConfig.NanoCpus",
        )),
    ...limit("pids", "task", profile.pids, settings.pids, (value) => `${value} tasks`, "HostConfig.PidsLimit"),
    ...(profile.ulimits ?? []).flatMap(({ name, soft, hard }): Drift[] => {
      const containerUlimit = settings.ulimits.find((ulimit) => ulimit.name === name);
      if (containerUlimit !== undefined && containerUlimit.soft === soft && containerUlimit.hard === hard) return [];
      const actual =
        containerUlimit === undefined ? "the engine's own" : `${containerUlimit.soft}:${containerUlimit.hard}`;
      return [
        {
          field: "ulimits",
          direction: "other",
          proven: `${name} ${soft}:${hard}`,
          actual,
          why: "it was proven with another ulimit",
          pointer: "HostConfig.Ulimits",
        },
      ];
    }),
  ];
}

function limit(
  field: string,
  limitName: string,
  proven: number,
  actual: number | undefined,
  text: (value: number) => string,
  pointer: string,
): Drift[] {
  if (actual === undefined)
    return [
      {
        field,
        direction: "wider",
        proven: text(proven),
        actual: "no limit",
        why: `its ${limitName} limit is gone, so it may take all of the host's`,
        pointer,
      },
    ];
  // A value written as `0.1` may have been rounded.
  if (Math.abs(actual - proven) <= proven * 0.001) return [];
  return actual > proven
    ? [
        {
          field,
          direction: "wider",
          proven: text(proven),
          actual: text(actual),
          why: `its ${limitName} limit is above what was proven`,
          pointer,
        },
      ]
    : [
        {
          field,
          direction: "narrower",
          proven: text(proven),
          actual: text(actual),
          why: `its ${limitName} limit is below the one that it was proven with, so it may break under load`,
          pointer,
        },
      ];
}

function bytes(value: number): string {
  return value >= 2 ** 20 ? `${Math.round((value / 2 ** 20) * 10) / 10} MiB` : `${Math.round(value / 102.4) / 10} KiB`;
}
