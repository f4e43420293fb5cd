import type { GivenMount, GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { Said, WrittenContainer, WrittenMount } from "../../domain/container-spec/written-container.ts";

/** Each setting is its own place: a container that exists has no text. */
function said<Value>(value: Value, pointer: string, written?: string): Said<Value> {
  return { value, pointer, at: { setting: pointer }, ...(written !== undefined && { written }) };
}

function each<Value>(values: readonly Value[], pointer: string): Said<Value>[] {
  return values.map((value, at) => said(value, `${pointer}[${at}]`));
}

type Singles = Omit<WrittenContainer, "dialect" | "name" | "at" | "serves">;

/**
 * A container of an engine in the one model of all dialects. Settings of its image and defaults of its engine are no settings of its own: they were
 * subtracted (`givenSettings`). It serves unless it removes itself when it ends, or is started on someone's terminal.
 */
export function ofInspect(given: GivenSettings): WrittenContainer {
  return {
    dialect: "engine",
    name: given.name,
    at: { setting: "HostConfig" },
    serves: !given.autoRemove && !(given.tty && given.stdin),
    image: said(given.image, "Config.Image"),
    ...privileges(given),
    ...resources(given),
    ...namespaces(given),
    ...process(given),
  };
}

function privileges(
  given: GivenSettings,
): Pick<Singles, "groups" | "capAdd" | "capDrop" | "labels" | "labelNames" | "devices" | "deviceRules"> {
  const { user, noNewPrivileges, seccomp, appArmor, privileged, readOnly, unmasked } = given;
  const security = "HostConfig.SecurityOpt";
  return {
    groups: each(given.groups, "HostConfig.GroupAdd"),
    capAdd: each(given.capAdd, "HostConfig.CapAdd"),
    capDrop: each(given.capDrop, "HostConfig.CapDrop"),
    labels: each(given.labelOptions, security),
    labelNames: Object.keys(given.labels).map((name) => said(name, `Config.Labels.${name}`)),
    devices: [
      ...given.devices.map((device, at) =>
        said(
          { source: device.host, path: device.container, permissions: device.permissions },
          `HostConfig.Devices[${at}]`,
          `${device.host}:${device.container}:${device.permissions}`,
        ),
      ),
      ...given.deviceRequests.map(({ deviceIds, count }, at) => {
        const source = deviceIds.length > 0 ? deviceIds.join(",") : count === -1 ? "all GPUs" : `${count} GPUs`;
        return said({ source, path: source, permissions: "rwm" }, `HostConfig.DeviceRequests[${at}]`);
      }),
    ],
    deviceRules: each(given.deviceRules, "HostConfig.DeviceCgroupRules"),
    ...(user !== undefined && { user: said(user, "Config.User") }),
    ...(privileged && { privileged: said(true, "HostConfig.Privileged") }),
    ...(noNewPrivileges !== undefined && { noNewPrivileges: said(noNewPrivileges, security) }),
    ...(seccomp !== undefined && { seccomp: said(seccomp, security) }),
    ...(appArmor !== undefined && { appArmor: said(appArmor, security) }),
    ...(unmasked && { unmasked: said(true, "HostConfig.MaskedPaths") }),
    ...(readOnly && { readOnly: said(true, "HostConfig.ReadonlyRootfs") }),
  };
}

function resources(given: GivenSettings): Pick<Singles, "ulimits" | "sysctls" | "mounts" | "ports"> {
  const cpus =
    given.cpus ?? (given.cpuQuota === undefined ? undefined : given.cpuQuota / (given.cpuPeriod ?? defaultPeriod));
  const number = (value: number | undefined, pointer: string) =>
    value === undefined ? undefined : said(value, `HostConfig.${pointer}`);
  const numbers = {
    memoryBytes: number(given.memory, "Memory"),
    memorySwapBytes: number(given.memorySwap, "MemorySwap"),
    memoryReservationBytes: number(given.memoryReservation, "MemoryReservation"),
    cpus: number(cpus, given.cpus === undefined ? "CpuQuota" : "NanoCpus"),
    cpuShares: number(given.cpuShares, "CpuShares"),
    pids: number(given.pids, "PidsLimit"),
    shmBytes: number(given.shmSize, "ShmSize"),
    oomScoreAdj: number(given.oomScoreAdj, "OomScoreAdj"),
  };
  return {
    ulimits: given.ulimits.map((one) => said(one, "HostConfig.Ulimits", `${one.name}=${one.soft}:${one.hard}`)),
    sysctls: Object.entries(given.sysctls).map(([name, value]) => said({ name, value }, `HostConfig.Sysctls.${name}`)),
    mounts: [
      ...given.mounts.map((mount) => said(mountOf(mount), `Mounts[${mount.target}]`, mountText(mount))),
      ...given.tmpfs.map(({ path, options }) =>
        said<WrittenMount>({ type: "tmpfs", path, readOnly: false, options }, `HostConfig.Tmpfs.${path}`),
      ),
    ],
    ports: given.ports.map((port) =>
      said(port, `HostConfig.PortBindings[${port.target}/${port.protocol}]`, portText(port)),
    ),
    ...(given.publishAll && { publishAll: said(true, "HostConfig.PublishAllPorts") }),
    ...(given.oomKillDisable && { oomKillDisable: said(true, "HostConfig.OomKillDisable") }),
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
  };
}

/** As `-v` and `-p` say it: for people. */
function mountText({ source = "", target, readOnly }: GivenMount): string {
  return `${source === "" ? "" : `${source}:`}${target}${readOnly ? ":ro" : ""}`;
}

function portText({ hostIp, published = "", target, protocol }: GivenSettings["ports"][number]): string {
  return `${hostIp === undefined ? "" : `${hostIp}:`}${published}:${target}/${protocol}`;
}

/** Microseconds, of the kernel's CFS scheduler. */
const defaultPeriod = 100_000;

function mountOf({ type, source, target, readOnly, propagation, long, words }: GivenMount): WrittenMount {
  const options = [
    ...words,
    ...(long?.sizeBytes === undefined ? [] : [`size=${long.sizeBytes}`]),
    ...(long?.mode === undefined ? [] : [`mode=${long.mode.toString(8)}`]),
    ...(long?.tmpfsOptions ?? []).map((one) => one.join("=")),
  ].join(",");
  return {
    type: type === "npipe" || type === "cluster" ? "other" : type,
    path: target,
    readOnly,
    ...(source !== undefined && { source }),
    ...(propagation !== undefined && { propagation }),
    ...(type === "tmpfs" && { options }),
  };
}

function namespaces({ network, pid, ipc, uts, userns, cgroupns, cgroupParent }: GivenSettings): Partial<Singles> {
  const values = { network, pid, ipc, uts, userns, cgroup: cgroupns, cgroupParent };
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
      return value === undefined ? [] : [[key, said(value, `HostConfig.${pointer}`)]];
    }),
  );
}

function process(given: GivenSettings): Pick<Singles, "env" | "envFiles"> {
  const { restart, health, init, entrypoint, command, stopSignal, stopSeconds, hostname, logDriver } = given;
  return {
    env: each(given.env, "Config.Env"),
    envFiles: [],
    ...(restart !== undefined && { restart: said(restart, "HostConfig.RestartPolicy") }),
    ...(health !== undefined && {
      health: said(health.test[0] === "NONE" ? "off" : "on", "Config.Healthcheck"),
    }),
    ...(init !== undefined && { init: said(init, "HostConfig.Init") }),
    ...(entrypoint !== undefined && { entrypoint: said(entrypoint, "Config.Entrypoint") }),
    ...(command !== undefined && { command: said(command, "Config.Cmd") }),
    ...(stopSignal !== undefined && { stopSignal: said(stopSignal, "Config.StopSignal") }),
    ...(stopSeconds !== undefined && { stopSeconds: said(stopSeconds, "Config.StopTimeout") }),
    ...(hostname !== undefined && { hostname: said(hostname, "Config.Hostname") }),
    ...(logDriver !== undefined && { logDriver: said(logDriver, "HostConfig.LogConfig") }),
  };
}
