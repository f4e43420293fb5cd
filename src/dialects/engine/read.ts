import type { RequestedMount, RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { ContainerSpec, Located, MountSpec } from "../../domain/container/container-spec.ts";

/** Each setting is its own location: an existing container has no text. */
function settingValue<Value>(value: Value, pointer: string, sourceText?: string): Located<Value> {
  return { value, pointer, at: { setting: pointer }, ...(sourceText !== undefined && { written: sourceText }) };
}

function each<Value>(values: readonly Value[], pointer: string): Located<Value>[] {
  return values.map((value, at) => settingValue(value, `${pointer}[${at}]`));
}

type Singles = Omit<ContainerSpec, "dialect" | "name" | "at" | "serves">;

/**
 * A container of an engine in the one model of all dialects. Settings of its image and defaults of its engine are not
 * its own settings: they were subtracted (`requestedSettings`). It counts as a service unless it removes itself at its
 * end, or is attached to a terminal.
 */
export function ofInspect(settings: RequestedSettings): ContainerSpec {
  return {
    dialect: "engine",
    name: settings.name,
    at: { setting: "HostConfig" },
    serves: !settings.autoRemove && !(settings.tty && settings.stdin),
    image: settingValue(settings.image, "Config.Image"),
    ...privileges(settings),
    ...resources(settings),
    ...namespaces(settings),
    ...process(settings),
  };
}

function privileges(
  settings: RequestedSettings,
): Pick<Singles, "groups" | "capAdd" | "capDrop" | "labels" | "labelNames" | "devices" | "deviceRules"> {
  const { user, noNewPrivileges, seccomp, appArmor, privileged, readOnly, unmasked } = settings;
  const security = "HostConfig.SecurityOpt";
  return {
    groups: each(settings.groups, "HostConfig.GroupAdd"),
    capAdd: each(settings.capAdd, "HostConfig.CapAdd"),
    capDrop: each(settings.capDrop, "HostConfig.CapDrop"),
    labels: each(settings.labels, security),
    labelNames: Object.keys(settings.labelValues).map((name) => settingValue(name, `Config.Labels.${name}`)),
    devices: [
      ...settings.devices.map((device, at) =>
        settingValue(device, `HostConfig.Devices[${at}]`, `${device.source}:${device.path}:${device.permissions}`),
      ),
      ...settings.deviceRequests.map(({ deviceIds, count }, at) => {
        const source = deviceIds.length > 0 ? deviceIds.join(",") : count === -1 ? "all GPUs" : `${count} GPUs`;
        return settingValue({ source, path: source, permissions: "rwm" }, `HostConfig.DeviceRequests[${at}]`);
      }),
    ],
    deviceRules: each(settings.deviceRules, "HostConfig.DeviceCgroupRules"),
    ...(user !== undefined && { user: settingValue(user, "Config.User") }),
    ...(privileged && { privileged: settingValue(true, "HostConfig.Privileged") }),
    ...(noNewPrivileges !== undefined && { noNewPrivileges: settingValue(noNewPrivileges, security) }),
    ...(seccomp !== undefined && { seccomp: settingValue(seccomp, security) }),
    ...(appArmor !== undefined && { appArmor: settingValue(appArmor, security) }),
    ...(unmasked && { unmasked: settingValue(true, "HostConfig.MaskedPaths") }),
    ...(readOnly && { readOnly: settingValue(true, "HostConfig.ReadonlyRootfs") }),
  };
}

function resources(settings: RequestedSettings): Pick<Singles, "ulimits" | "sysctls" | "mounts" | "ports"> {
  const cpus =
    settings.cpus ??
    (settings.cpuQuota === undefined ? undefined : settings.cpuQuota / (settings.cpuPeriod ?? defaultPeriod));
  const number = (value: number | undefined, pointer: string) =>
    value === undefined ? undefined : settingValue(value, `HostConfig.${pointer}`);
  const numbers = {
    memoryBytes: number(settings.memoryBytes, "Memory"),
    memorySwapBytes: number(settings.memorySwapBytes, "MemorySwap"),
    memoryReservationBytes: number(settings.memoryReservationBytes, "MemoryReservation"),
    cpus: number(cpus, settings.cpus === undefined ? "CpuQuota" : "NanoCpus"),
    cpuShares: number(settings.cpuShares, "CpuShares"),
    pids: number(settings.pids, "PidsLimit"),
    shmBytes: number(settings.shmBytes, "ShmSize"),
    oomScoreAdj: number(settings.oomScoreAdj, "OomScoreAdj"),
  };
  return {
    ulimits: settings.ulimits.map((ulimit) =>
      settingValue(ulimit, "HostConfig.Ulimits", `${ulimit.name}=${ulimit.soft}:${ulimit.hard}`),
    ),
    sysctls: Object.entries(settings.sysctls).map(([name, value]) =>
      settingValue({ name, value }, `HostConfig.Sysctls.${name}`),
    ),
    mounts: [
      ...settings.mounts.map((mount) => settingValue(mountOf(mount), `Mounts[${mount.path}]`, mountText(mount))),
      ...settings.tmpfs.map(({ path, options }) =>
        settingValue<MountSpec>({ type: "tmpfs", path, readOnly: false, options }, `HostConfig.Tmpfs.${path}`),
      ),
    ],
    ports: settings.ports.map((port) =>
      settingValue(port, `HostConfig.PortBindings[${port.target}/${port.protocol}]`, portText(port)),
    ),
    ...(settings.publishAll && { publishAll: settingValue(true, "HostConfig.PublishAllPorts") }),
    ...(settings.oomKillDisable && { oomKillDisable: settingValue(true, "HostConfig.OomKillDisable") }),
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
  };
}

/** In the form of `-v` and `-p`, for display. */
function mountText({ source = "", path, readOnly }: RequestedMount): string {
  return `${source === "" ? "" : `${source}:`}${path}${readOnly ? ":ro" : ""}`;
}

function portText({ hostIp, published = "", target, protocol }: RequestedSettings["ports"][number]): string {
  return `${hostIp === undefined ? "" : `${hostIp}:`}${published}:${target}/${protocol}`;
}

/** Microseconds of the kernel's CFS scheduler. */
const defaultPeriod = 100_000;

function mountOf({ type, source, path, readOnly, propagation, long, words }: RequestedMount): MountSpec {
  const options = [
    ...words,
    ...(long?.sizeBytes === undefined ? [] : [`size=${long.sizeBytes}`]),
    ...(long?.mode === undefined ? [] : [`mode=${long.mode.toString(8)}`]),
    ...(long?.tmpfsOptions ?? []).map((option) => option.join("=")),
  ].join(",");
  return {
    type: type === "npipe" || type === "cluster" ? "other" : type,
    path,
    readOnly,
    ...(source !== undefined && { source }),
    ...(propagation !== undefined && { propagation }),
    ...(type === "tmpfs" && { options }),
  };
}

function namespaces({ network, pid, ipc, uts, userns, cgroup, cgroupParent }: RequestedSettings): Partial<Singles> {
  const values = { network, pid, ipc, uts, userns, cgroup, cgroupParent };
  const pointers = {
    network: "NetworkMode",
    pid: "PidMode",
    ipc: "IpcMode",
    uts: "UTSMode",
    userns: "UsernsMode",
    cgroup: "CgroupnsMode",
    cgroupParent: "CgroupParent",
  };
  const entries = Object.entries(pointers) as [keyof typeof values, string][];
  return Object.fromEntries(
    entries.flatMap(([key, pointer]) => {
      const value = values[key];
      return value === undefined ? [] : [[key, settingValue(value, `HostConfig.${pointer}`)]];
    }),
  );
}

function process(settings: RequestedSettings): Pick<Singles, "env" | "envFiles"> {
  const { restart, health, init, entrypoint, command, stopSignal, stopSeconds, hostname, logDriver } = settings;
  return {
    env: each(settings.env, "Config.Env"),
    envFiles: [],
    ...(restart !== undefined && { restart: settingValue(restart, "HostConfig.RestartPolicy") }),
    ...(health !== undefined && {
      health: settingValue(health.test[0] === "NONE" ? "off" : "on", "Config.Healthcheck"),
    }),
    ...(init !== undefined && { init: settingValue(init, "HostConfig.Init") }),
    ...(entrypoint !== undefined && { entrypoint: settingValue(entrypoint, "Config.Entrypoint") }),
    ...(command !== undefined && { command: settingValue(command, "Config.Cmd") }),
    ...(stopSignal !== undefined && { stopSignal: settingValue(stopSignal, "Config.StopSignal") }),
    ...(stopSeconds !== undefined && { stopSeconds: settingValue(stopSeconds, "Config.StopTimeout") }),
    ...(hostname !== undefined && { hostname: settingValue(hostname, "Config.Hostname") }),
    ...(logDriver !== undefined && { logDriver: settingValue(logDriver, "HostConfig.LogConfig") }),
  };
}
