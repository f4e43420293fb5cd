import { z } from "zod";
import type { InspectedHost } from "../../../domain/container/inspected-container.ts";
import type { BlkioDevice } from "../../../domain/container/requested-settings.ts";
import { flag, map, number, text, texts } from "./go-shapes.ts";

const mountShape = z.object({
  Type: text,
  Source: text,
  Target: text,
  ReadOnly: flag,
  BindOptions: z.object({ Propagation: text, CreateMountpoint: flag, NonRecursive: flag }).partial().nullish(),
  VolumeOptions: z
    .object({ NoCopy: flag, Subpath: text, DriverConfig: z.object({ Name: text, Options: map }).nullish() })
    .partial()
    .nullish(),
  TmpfsOptions: z
    .object({ SizeBytes: number, Mode: number, Options: z.array(z.array(z.string())).nullish() })
    .partial()
    .nullish(),
});

const bindings = z
  .record(z.string(), z.array(z.object({ HostIp: text, HostPort: text })).nullable())
  .nullish()
  .transform((value) =>
    Object.entries(value ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([target, hostBindings]) =>
        (hostBindings ?? [{ HostIp: "", HostPort: "" }]).map(({ HostIp, HostPort }) => ({
          target: target.includes("/") ? target : `${target}/tcp`,
          hostIp: HostIp,
          hostPort: HostPort === "0" ? "" : HostPort,
        })),
      ),
  );

const throttles = z
  .array(z.object({ Path: text, Rate: number }))
  .nullish()
  .transform((value) => value ?? []);

/** `HostConfig` of an inspected container. */
export const hostShape = z.looseObject({
  Binds: texts,
  Mounts: z
    .array(mountShape)
    .nullish()
    .transform((value) => value ?? []),
  Tmpfs: map,
  VolumesFrom: texts,
  NetworkMode: text,
  PortBindings: bindings,
  PublishAllPorts: flag,
  RestartPolicy: z.object({ Name: text, MaximumRetryCount: number }).nullish(),
  AutoRemove: flag,
  CapAdd: texts,
  CapDrop: texts,
  SecurityOpt: texts,
  Privileged: flag,
  ReadonlyRootfs: flag,
  Init: z.boolean().nullish(),
  CgroupnsMode: text,
  /** Of `podman inspect`. */
  CgroupMode: text,
  IpcMode: text,
  PidMode: text,
  UTSMode: text,
  UsernsMode: text,
  CgroupParent: text,
  Dns: texts,
  DnsOptions: texts,
  DnsSearch: texts,
  ExtraHosts: texts,
  Links: texts,
  GroupAdd: texts,
  Sysctls: map,
  Runtime: text,
  Ulimits: z
    .array(z.object({ Name: z.string(), Soft: number, Hard: number }))
    .nullish()
    .transform((value) => value ?? []),
  Devices: z
    .array(z.object({ PathOnHost: text, PathInContainer: text, CgroupPermissions: text }))
    .nullish()
    .transform((value) => value ?? []),
  DeviceCgroupRules: texts,
  DeviceRequests: z
    .array(
      z.object({
        Driver: text,
        Count: number,
        DeviceIDs: texts,
        Capabilities: z.array(z.array(z.string())).nullish(),
        Options: map,
      }),
    )
    .nullish()
    .transform((value) => value ?? []),
  LogConfig: z.object({ Type: text, Config: map }).nullish(),
  StorageOpt: map,
  Annotations: map,
  MaskedPaths: z.array(z.string()).nullish(),
  ReadonlyPaths: z.array(z.string()).nullish(),
  Memory: number,
  MemorySwap: number,
  MemoryReservation: number,
  MemorySwappiness: z.number().nullish(),
  OomKillDisable: flag,
  OomScoreAdj: number,
  ShmSize: number,
  NanoCpus: number,
  CpuShares: number,
  CpuPeriod: number,
  CpuQuota: number,
  CpusetCpus: text,
  CpusetMems: text,
  BlkioWeight: number,
  BlkioWeightDevice: z
    .array(z.object({ Path: text, Weight: number }))
    .nullish()
    .transform((value) => value ?? []),
  BlkioDeviceReadBps: throttles,
  BlkioDeviceWriteBps: throttles,
  BlkioDeviceReadIOps: throttles,
  BlkioDeviceWriteIOps: throttles,
  PidsLimit: number,
});

export function hostOf(host: z.output<typeof hostShape>): InspectedHost {
  return {
    binds: host.Binds,
    mounts: host.Mounts.map(mountOf),
    tmpfs: host.Tmpfs,
    volumesFrom: host.VolumesFrom,
    networkMode: host.NetworkMode,
    ports: host.PortBindings,
    publishAll: host.PublishAllPorts,
    restart: { name: host.RestartPolicy?.Name ?? "", retries: host.RestartPolicy?.MaximumRetryCount ?? 0 },
    autoRemove: host.AutoRemove,
    capAdd: host.CapAdd,
    capDrop: host.CapDrop,
    securityOpt: host.SecurityOpt,
    privileged: host.Privileged,
    readOnly: host.ReadonlyRootfs,
    ...(typeof host.Init === "boolean" && { init: host.Init }),
    cgroup: host.CgroupnsMode || host.CgroupMode,
    ipc: host.IpcMode,
    pid: host.PidMode,
    uts: host.UTSMode,
    userns: host.UsernsMode,
    cgroupParent: host.CgroupParent,
    dns: host.Dns,
    dnsOptions: host.DnsOptions,
    dnsSearch: host.DnsSearch,
    extraHosts: host.ExtraHosts,
    links: host.Links,
    groups: host.GroupAdd,
    sysctls: host.Sysctls,
    runtime: host.Runtime,
    ulimits: host.Ulimits.map(({ Name, Soft, Hard }) => ({ name: Name, soft: Soft, hard: Hard })),
    devices: host.Devices.map(({ PathOnHost, PathInContainer, CgroupPermissions }) => ({
      source: PathOnHost,
      path: PathInContainer,
      permissions: CgroupPermissions,
    })),
    deviceRules: host.DeviceCgroupRules,
    deviceRequests: host.DeviceRequests.map(({ Driver, Count, DeviceIDs, Capabilities, Options }) => ({
      driver: Driver,
      count: Count,
      deviceIds: DeviceIDs,
      capabilities: Capabilities ?? [],
      options: Options,
    })),
    logDriver: host.LogConfig?.Type ?? "",
    logOptions: host.LogConfig?.Config ?? {},
    storageOpt: host.StorageOpt,
    annotations: host.Annotations,
    ...(host.MaskedPaths && { maskedPaths: host.MaskedPaths }),
    ...(host.ReadonlyPaths && { readonlyPaths: host.ReadonlyPaths }),
    memoryBytes: host.Memory,
    memorySwapBytes: host.MemorySwap,
    memoryReservationBytes: host.MemoryReservation,
    memorySwappiness: host.MemorySwappiness ?? -1,
    oomKillDisable: host.OomKillDisable,
    oomScoreAdj: host.OomScoreAdj,
    shmBytes: host.ShmSize,
    nanoCpus: host.NanoCpus,
    cpuShares: host.CpuShares,
    cpuPeriod: host.CpuPeriod,
    cpuQuota: host.CpuQuota,
    cpuset: host.CpusetCpus,
    cpusetMems: host.CpusetMems,
    blkioWeight: host.BlkioWeight,
    pids: host.PidsLimit,
    blkioDevices: [
      ...host.BlkioWeightDevice.map(({ Path, Weight }) => ({ what: "weight" as const, path: Path, rate: Weight })),
      ...throttled("readBps", host.BlkioDeviceReadBps),
      ...throttled("writeBps", host.BlkioDeviceWriteBps),
      ...throttled("readIops", host.BlkioDeviceReadIOps),
      ...throttled("writeIops", host.BlkioDeviceWriteIOps),
    ],
    others: Object.entries(host).flatMap(([key, value]) => (!knownSettings.has(key) && isSet(value) ? [key] : [])),
  };
}

const knownSettings: ReadonlySet<string> = new Set([
  ...Object.keys(hostShape.shape),
  // Settings of the client or of Windows, or duplicates of another setting (`podman inspect`).
  "ConsoleSize",
  "ContainerIDFile",
  "Isolation",
  "Cgroup",
  "Cgroups",
  "CgroupConf",
  "IDMappings",
  "SecurityLabel",
]);

function isSet(value: unknown): boolean {
  if (typeof value !== "object" || value === null)
    return value !== null && value !== undefined && value !== "" && value !== 0 && value !== false;
  return Object.keys(value).length > 0;
}

function throttled(kind: BlkioDevice["what"], devices: z.output<typeof throttles>): BlkioDevice[] {
  return devices.map(({ Path, Rate }) => ({ what: kind, path: Path, rate: Rate }));
}

function mountOf(mount: z.output<typeof mountShape>): InspectedHost["mounts"][number] {
  const { BindOptions: bind, VolumeOptions: volume, TmpfsOptions: tmpfs } = mount;
  return {
    type: mount.Type,
    source: mount.Source,
    target: mount.Target,
    readOnly: mount.ReadOnly,
    ...(bind?.Propagation && { propagation: bind.Propagation }),
    ...(bind?.CreateMountpoint && { createMountpoint: true }),
    ...(bind?.NonRecursive && { nonRecursive: true }),
    ...(volume?.NoCopy && { noCopy: true }),
    ...(volume?.Subpath && { subpath: volume.Subpath }),
    ...(volume?.DriverConfig?.Name && { driver: volume.DriverConfig.Name }),
    ...(volume?.DriverConfig?.Options &&
      Object.keys(volume.DriverConfig.Options).length > 0 && { driverOptions: volume.DriverConfig.Options }),
    ...(tmpfs?.SizeBytes && { sizeBytes: tmpfs.SizeBytes }),
    ...(tmpfs?.Mode && { mode: tmpfs.Mode }),
    ...(tmpfs?.Options && { tmpfsOptions: tmpfs.Options }),
  };
}
