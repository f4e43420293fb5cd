import type { ContainerSpec, Located } from "../../../domain/container/container-spec.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { limitOf, locatedDrift, type LocatedDrift } from "./located-drift.ts";

/** Memory, CPUs, tasks and ulimits: absent, wider than proven, or below the need. */
export function limitDrift(profile: Profile, container: ContainerSpec): LocatedDrift[] {
  const { dialect, memoryBytes, memorySwapBytes, cpus, pids, ulimits } = container;
  return [
    ...limit(
      { field: "memoryBytes", name: "memory", text: bytes, pointer: "HostConfig.Memory" },
      profile.memoryBytes,
      memoryBytes,
    ),
    // A pod gets no swap by itself.
    ...(dialect === "kubernetes"
      ? []
      : swapDrift(limitOf(memoryBytes), memorySwapBytes, memorySwapBytes ?? memoryBytes)),
    ...(profile.cpus === undefined
      ? []
      : limit(
          { field: "cpus", name: "CPU", text: (value) => `${value} CPUs`, pointer: pointerOfCpus(container) },
          profile.cpus,
          cpus,
        )),
    ...limit(
      { field: "pids", name: "task", text: (value) => `${value} tasks`, pointer: "HostConfig.PidsLimit" },
      profile.pids,
      pids,
      dialect === "podman" || dialect === "quadlet" ? podmanPids : undefined,
    ),
    ...(profile.ulimits ?? []).flatMap(({ name, soft, hard }): LocatedDrift[] => {
      const ulimit = ulimits.find(({ value }) => value.name === name)?.value;
      if (ulimit !== undefined && ulimit.soft === soft && ulimit.hard === hard) return [];
      const drift = {
        field: "ulimits",
        direction: "other",
        proven: `${name} ${soft}:${hard}`,
        actual: ulimit === undefined ? "the engine's own" : `${ulimit.soft}:${ulimit.hard}`,
        why: "it was proven with another ulimit",
      } as const;
      return [locatedDrift(drift, "HostConfig.Ulimits", ulimits[0])];
    }),
  ];
}

/** Podman's own limit, where none is requested: podman-run(1). */
const podmanPids = 2048;

/** Of an engine, `cpus` may come from a quota. */
function pointerOfCpus({ dialect, cpus }: ContainerSpec): string {
  if (cpus === undefined) return "HostConfig.CpuQuota";
  return dialect === "engine" ? cpus.pointer : "HostConfig.NanoCpus";
}

/** The profile was proven without swap; engines grant as much as the limit where none is requested. */
function swapDrift(
  memory: number | undefined,
  requested: Located<number> | undefined,
  setting: Located<unknown> | undefined,
): LocatedDrift[] {
  if (memory === undefined) return [];
  const swap = requested?.value ?? 2 * memory;
  if (swap !== -1 && !(swap > memory)) return [];
  const drift = {
    field: "memoryBytes",
    direction: "wider",
    proven: "no swap",
    actual: swap === -1 ? "unlimited swap" : `${bytes(swap - memory)} of swap`,
    why: "memory beyond the limit goes to disk, where it was proven without",
  } as const;
  return [locatedDrift(drift, "HostConfig.MemorySwap", setting)];
}

interface Limit {
  readonly field: string;
  readonly name: string;
  readonly text: (value: number) => string;
  readonly pointer: string;
}

function limit(
  { field, name, text, pointer }: Limit,
  proven: number,
  setting: Located<number> | undefined,
  usual?: number,
): LocatedDrift[] {
  const actual = setting === undefined ? usual : limitOf(setting);
  // A value written as `0.1` may have been rounded.
  if (actual !== undefined && Math.abs(actual - proven) <= proven * 0.001) return [];
  const isNarrower = actual !== undefined && actual < proven;
  const drift = {
    field,
    direction: isNarrower ? "narrower" : "wider",
    proven: text(proven),
    actual: actual === undefined ? "no limit" : text(actual),
    why:
      actual === undefined
        ? `its ${name} limit is gone, so it may take all of the host's`
        : isNarrower
          ? `its ${name} limit is below the one that it was proven with, so it may break under load`
          : `its ${name} limit is above what was proven`,
  } as const;
  return [locatedDrift(drift, pointer, setting)];
}

function bytes(value: number): string {
  return value >= 2 ** 20 ? `${Math.round((value / 2 ** 20) * 10) / 10} MiB` : `${Math.round(value / 102.4) / 10} KiB`;
}
