import type {
  BlkioDevice,
  Healthcheck,
  RequestedMount,
  RequestedSettings,
} from "../../domain/container/requested-settings.ts";
import { writtenWord } from "../text/word-references.ts";
import { yamlText, type YamlMap, type YamlValue } from "../text/yaml-text.ts";
import { composeNotSaid } from "./existing-losses.ts";
import { givenSeccompFile, ownSeccomp, type GivenText } from "../existing/given-emitter.ts";
import { isShellName, type ShownValues } from "../existing/shown-values.ts";

/** A Compose file with one service for an equal container, with existing networks and named volumes. */
export function composeOfGiven(settings: RequestedSettings, envValues: ShownValues): GivenText {
  const service = settings.compose?.service ?? serviceName(settings.name);
  const volumes = settings.mounts.flatMap(({ type, source }) =>
    type === "volume" && source !== undefined ? [source] : [],
  );
  const file: YamlMap = {
    services: {
      [service]: escaped(
        { ...programOf(settings), ...confinement(settings), ...resources(settings), ...networking(settings) },
        wordsOf(settings),
        environment(settings, envValues),
      ),
    },
    volumes: nonEmpty(externals(volumes)),
    networks: nonEmpty(externals(settings.attachments.map(({ network }) => network))),
  };
  return { text: `${yamlText(file)}\n`, notSaid: composeNotSaid(settings, envValues) };
}

/** Existing ones by name: this file does not create them. */
function externals(names: readonly string[]): YamlMap {
  return Object.fromEntries([...new Set(names)].sort().map((name) => [name, { external: true }]));
}

/** A `$` of a value would be a variable of Compose's own; those of the environment are. */
function escaped(service: YamlMap, words: YamlMap, env: YamlValue): YamlMap {
  const double = (value: YamlValue): YamlValue => {
    if (typeof value === "string") return value.replaceAll("$", "$$$$");
    if (typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((one: YamlValue) => double(one));
    return Object.fromEntries(
      Object.entries(value as YamlMap).map(([key, one]) => [key, one === undefined ? one : double(one)]),
    );
  };
  return { ...(double(service) as YamlMap), ...words, environment: env };
}

/** Hidden values are Compose variables, too. */
function wordsOf(settings: RequestedSettings): YamlMap {
  const text = (one: string) => one.replaceAll("$", "$$$$");
  const composeWord = (word: string) => writtenWord(word, settings, { text, supplied: required });
  const { entrypoint, command } = settings;
  return {
    ...(entrypoint && { entrypoint: entrypoint.map(composeWord) }),
    ...(command && { command: command.map(composeWord) }),
  };
}

function required(name: string): string {
  return `\${${name}:?its value is not kept here}`;
}

/** Hidden values are Compose variables, from `.env` or the environment; without them Compose refuses to start. */
function environment({ unsetEnv }: RequestedSettings, envValues: ShownValues): YamlMap | readonly string[] {
  const values = [...envValues].map(([name, value]): readonly [string, string] => {
    if (value !== undefined) return [name, value.replaceAll("$", "$$$$")];
    return [name, isShellName(name) ? required(name) : "VALUE-NOT-KEPT-HERE"];
  });
  // In a list, a name without a value.
  if (unsetEnv.length > 0) return [...values.map(([name, value]) => `${name}=${value}`), ...unsetEnv];
  return Object.fromEntries(values);
}

function programOf(settings: RequestedSettings): YamlMap {
  return {
    image: settings.image,
    container_name: settings.name,
    labels: nonEmpty(settings.labelValues),
    annotations: nonEmpty(settings.annotations),
    entrypoint: settings.entrypoint,
    command: settings.command,
    user: settings.user,
    group_add: settings.groups,
    working_dir: settings.workingDir,
    hostname: settings.hostname,
    domainname: settings.domainname,
    tty: settings.tty || undefined,
    stdin_open: settings.stdin || undefined,
    init: settings.init,
    runtime: settings.runtime,
    restart: settings.restart,
    stop_signal: settings.stopSignal,
    stop_grace_period: settings.stopSeconds === undefined ? undefined : `${settings.stopSeconds}s`,
    healthcheck: settings.health && {
      ...healthOf(settings.health),
      ...(settings.healthOfImage && { test: undefined }),
    },
    logging:
      settings.logDriver === undefined && Object.keys(settings.logOptions).length === 0
        ? undefined
        : { driver: settings.logDriver, options: nonEmpty(settings.logOptions) },
  };
}

function healthOf({ test, interval, timeout, startPeriod, startInterval, retries }: Healthcheck): YamlMap {
  if (test[0] === "NONE") return { disable: true };
  const time = (nanoseconds: number | undefined) => (nanoseconds === undefined ? undefined : `${nanoseconds}ns`);
  return {
    test,
    interval: time(interval),
    timeout: time(timeout),
    // Compose rejects a start interval without a start period, and the engine accepts it.
    start_period: time(startPeriod ?? (startInterval === undefined ? undefined : 0)),
    start_interval: time(startInterval),
    retries,
  };
}

function confinement(settings: RequestedSettings): YamlMap {
  const { noNewPrivileges, seccomp, appArmor } = settings;
  // Up to 2.26 Compose opens a file of the name `builtin`.
  const word = seccomp === "builtin" ? undefined : seccomp;
  const file = ownSeccomp(settings) === undefined ? word : `./${givenSeccompFile}`;
  return {
    privileged: settings.privileged || undefined,
    cap_drop: settings.capDrop,
    cap_add: settings.capAdd,
    security_opt: [
      ...(noNewPrivileges === undefined ? [] : [`no-new-privileges:${noNewPrivileges}`]),
      ...(file === undefined ? [] : [`seccomp=${file}`]),
      ...(appArmor === undefined ? [] : [`apparmor=${appArmor}`]),
      ...settings.labels.map((label) => `label=${label}`),
      ...settings.otherSecurity,
      ...(settings.unmasked ? ["systempaths=unconfined"] : []),
    ],
    read_only: settings.readOnly || undefined,
    pid: settings.pid,
    ipc: settings.ipc,
    uts: settings.uts,
    userns_mode: settings.userns,
    cgroup: settings.cgroup,
    cgroup_parent: settings.cgroupParent,
    sysctls: nonEmpty(settings.sysctls),
    volumes: settings.mounts.map(mountOf),
    tmpfs: settings.tmpfs.map(({ path, options }) => (options === "" ? path : `${path}:${options}`)),
    volumes_from: settings.volumesFrom.map((other) => `container:${other}`),
    devices: [
      ...settings.devices.map(({ source, path, permissions }) => `${source}:${path}:${permissions}`),
      ...settings.deviceRequests.flatMap(({ driver, deviceIds }) => (driver === "cdi" ? deviceIds : [])),
    ],
    device_cgroup_rules: settings.deviceRules,
    storage_opt: nonEmpty(settings.storageOpt),
  };
}

function mountOf({ type, source, path: target, readOnly, propagation, words, long }: RequestedMount): YamlValue {
  if (long === undefined) {
    const options = [...(readOnly ? ["ro"] : []), ...(propagation === undefined ? [] : [propagation]), ...words];
    const path = source === undefined ? target : `${source}:${target}`;
    return options.length === 0 ? path : `${path}:${options.join(",")}`;
  }
  return {
    type,
    source,
    target,
    read_only: readOnly || undefined,
    bind: {
      propagation,
      create_host_path: type === "bind" ? long.createMountpoint === true : undefined,
      recursive: long.nonRecursive === true ? "disabled" : undefined,
    },
    volume: { nocopy: words.includes("nocopy") || undefined, subpath: long.subpath },
    tmpfs: { size: long.sizeBytes, mode: long.mode },
  };
}

/**
 * Every version passes these devices; 2.26 accepts the key `gpus` and passes none. Together with them, reserved memory
 * must be in the same block.
 */
function reservations(
  { memoryReservationBytes }: RequestedSettings,
  gpus: RequestedSettings["deviceRequests"],
): YamlMap {
  return {
    // A text to its schema.
    memory: memoryReservationBytes === undefined ? undefined : String(memoryReservationBytes),
    devices: gpus.map(({ driver, count, deviceIds, capabilities, options }) => ({
      driver: driver === "" ? undefined : driver,
      count: deviceIds.length > 0 ? undefined : count === -1 ? "all" : count,
      device_ids: deviceIds,
      capabilities: capabilities.flat(),
      options: nonEmpty(options),
    })),
  };
}

function resources(settings: RequestedSettings): YamlMap {
  const gpus = settings.deviceRequests.filter(({ driver }) => driver !== "cdi");
  return {
    deploy: gpus.length > 0 ? { resources: { reservations: reservations(settings, gpus) } } : undefined,
    mem_limit: settings.memoryBytes,
    memswap_limit: settings.memorySwapBytes,
    mem_reservation: gpus.length > 0 ? undefined : settings.memoryReservationBytes,
    mem_swappiness: settings.memorySwappiness,
    oom_kill_disable: settings.oomKillDisable || undefined,
    oom_score_adj: settings.oomScoreAdj,
    shm_size: settings.shmBytes,
    cpus: settings.cpus,
    cpu_shares: settings.cpuShares,
    cpu_period: settings.cpuPeriod,
    cpu_quota: settings.cpuQuota,
    cpuset: settings.cpuset,
    blkio_config: blockIo(settings),
    pids_limit: settings.pids,
    ulimits:
      settings.ulimits.length === 0
        ? undefined
        : Object.fromEntries(settings.ulimits.map(({ name, soft, hard }) => [name, { soft, hard }])),
  };
}

function blockIo({ blkioWeight, blkioDevices }: RequestedSettings): YamlMap | undefined {
  if (blkioWeight === undefined && blkioDevices.length === 0) return undefined;
  const of = (limitKind: BlkioDevice["what"]) =>
    blkioDevices.flatMap(({ what, path, rate }) =>
      what === limitKind ? [{ path, [what === "weight" ? "weight" : "rate"]: rate }] : [],
    );
  return {
    weight: blkioWeight,
    weight_device: of("weight"),
    device_read_bps: of("readBps"),
    device_write_bps: of("writeBps"),
    device_read_iops: of("readIops"),
    device_write_iops: of("writeIops"),
  };
}

function networking(settings: RequestedSettings): YamlMap {
  const { attachments } = settings;
  return {
    // Without a word Compose would make a network for the project; the engine's own is `bridge`.
    network_mode: attachments.length > 0 ? undefined : (settings.network ?? "bridge"),
    networks:
      attachments.length === 0
        ? undefined
        : Object.fromEntries(
            attachments.map(({ network, aliases, ipv4, ipv6, linkLocal, driverOptions }) => [
              network,
              {
                aliases,
                ipv4_address: ipv4,
                ipv6_address: ipv6,
                link_local_ips: linkLocal,
                driver_opts: nonEmpty(driverOptions),
              },
            ]),
          ),
    ports: settings.ports.map(({ hostIp, published = "", target, protocol }) => {
      const host = hostIp === undefined ? "" : `${hostIp.includes(":") ? `[${hostIp}]` : hostIp}:`;
      const ports = host === "" && published === "" ? target : `${host}${published}:${target}`;
      return protocol === "tcp" ? ports : `${ports}/${protocol}`;
    }),
    expose: settings.expose.map((port) => port.replace(/\/tcp$/, "")),
    external_links: settings.links,
    mac_address: attachments.length > 0 ? settings.macAddress : undefined,
    dns: settings.dns,
    dns_opt: settings.dnsOptions,
    dns_search: settings.dnsSearch,
    extra_hosts: settings.extraHosts,
  };
}

function nonEmpty(map: YamlMap): YamlMap | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

/**
 * Service names consist of letters, digits, `.`, `_` and `-`; so do container names, which may start with other
 * characters.
 */
function serviceName(name: string): string {
  return name.toLowerCase().replace(/^[^a-z0-9]+/, "") || "app";
}
