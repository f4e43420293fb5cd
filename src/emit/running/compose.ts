import type { GivenMount, GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { BlkioDevice, Healthcheck } from "../../domain/container-spec/inspected-container.ts";
import { writtenWord } from "../text/word-references.ts";
import { yamlText, type YamlMap, type YamlValue } from "../text/yaml-text.ts";
import { composeNotSaid } from "./compose-not-said.ts";
import { givenSeccompFile, ownSeccomp, type GivenText } from "./given-emitter.ts";
import { isShellName, type ShownValues } from "./shown-values.ts";

/** A Compose file with one service that makes such a container again. Its networks and named volumes are those that are there. */
export function composeOfGiven(given: GivenSettings, shown: ShownValues): GivenText {
  const service = given.compose?.service ?? serviceName(given.name);
  const volumes = given.mounts.flatMap(({ type, source }) =>
    type === "volume" && source !== undefined ? [source] : [],
  );
  const file: YamlMap = {
    services: {
      [service]: escaped(
        { ...programOf(given), ...confinement(given), ...resources(given), ...networking(given) },
        wordsOf(given),
        environment(given, shown),
      ),
    },
    volumes: nonEmpty(externals(volumes)),
    networks: nonEmpty(externals(given.attachments.map(({ network }) => network))),
  };
  return { text: `${yamlText(file)}\n`, notSaid: composeNotSaid(given, shown) };
}

/** Named as they are, and not made by this file. */
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

/** What is kept out of them is a variable of Compose's own, too. */
function wordsOf(given: GivenSettings): YamlMap {
  const text = (one: string) => one.replaceAll("$", "$$$$");
  const written = (word: string) => writtenWord(word, given, { text, supplied: required });
  const { entrypoint, command } = given;
  return {
    ...(entrypoint && { entrypoint: entrypoint.map(written) }),
    ...(command && { command: command.map(written) }),
  };
}

function required(name: string): string {
  return `\${${name}:?its value is not kept here}`;
}

/** What is kept out is a variable of Compose's own, from `.env` or the environment; without it Compose refuses to start. */
function environment({ unsetEnv }: GivenSettings, shown: ShownValues): YamlMap | readonly string[] {
  const values = [...shown].map(([name, value]): readonly [string, string] => {
    if (value !== undefined) return [name, value.replaceAll("$", "$$$$")];
    return [name, isShellName(name) ? required(name) : "VALUE-NOT-KEPT-HERE"];
  });
  // In a list, a name without a value.
  if (unsetEnv.length > 0) return [...values.map(([name, value]) => `${name}=${value}`), ...unsetEnv];
  return Object.fromEntries(values);
}

function programOf(given: GivenSettings): YamlMap {
  return {
    image: given.image,
    container_name: given.name,
    labels: nonEmpty(given.labels),
    annotations: nonEmpty(given.annotations),
    entrypoint: given.entrypoint,
    command: given.command,
    user: given.user,
    group_add: given.groups,
    working_dir: given.workingDir,
    hostname: given.hostname,
    domainname: given.domainname,
    tty: given.tty || undefined,
    stdin_open: given.stdin || undefined,
    init: given.init,
    runtime: given.runtime,
    restart: given.restart,
    stop_signal: given.stopSignal,
    stop_grace_period: given.stopSeconds === undefined ? undefined : `${given.stopSeconds}s`,
    healthcheck: given.health && { ...healthOf(given.health), ...(given.healthOfImage && { test: undefined }) },
    logging:
      given.logDriver === undefined && Object.keys(given.logOptions).length === 0
        ? undefined
        : { driver: given.logDriver, options: nonEmpty(given.logOptions) },
  };
}

function healthOf({ test, interval, timeout, startPeriod, startInterval, retries }: Healthcheck): YamlMap {
  if (test[0] === "NONE") return { disable: true };
  const time = (nanoseconds: number | undefined) => (nanoseconds === undefined ? undefined : `${nanoseconds}ns`);
  return {
    test,
    interval: time(interval),
    timeout: time(timeout),
    // Compose makes no container of an interval at the start without a start, and the engine takes one.
    start_period: time(startPeriod ?? (startInterval === undefined ? undefined : 0)),
    start_interval: time(startInterval),
    retries,
  };
}

function confinement(given: GivenSettings): YamlMap {
  const { noNewPrivileges, seccomp, appArmor } = given;
  // Up to 2.26 Compose opens a file of the name `builtin`.
  const word = seccomp === "builtin" ? undefined : seccomp;
  const file = ownSeccomp(given) === undefined ? word : `./${givenSeccompFile}`;
  return {
    privileged: given.privileged || undefined,
    cap_drop: given.capDrop,
    cap_add: given.capAdd,
    security_opt: [
      ...(noNewPrivileges === undefined ? [] : [`no-new-privileges:${noNewPrivileges}`]),
      ...(file === undefined ? [] : [`seccomp=${file}`]),
      ...(appArmor === undefined ? [] : [`apparmor=${appArmor}`]),
      ...given.labelOptions.map((label) => `label=${label}`),
      ...given.otherSecurity,
      ...(given.unmasked ? ["systempaths=unconfined"] : []),
    ],
    read_only: given.readOnly || undefined,
    pid: given.pid,
    ipc: given.ipc,
    uts: given.uts,
    userns_mode: given.userns,
    cgroup: given.cgroupns,
    cgroup_parent: given.cgroupParent,
    sysctls: nonEmpty(given.sysctls),
    volumes: given.mounts.map(mountOf),
    tmpfs: given.tmpfs.map(({ path, options }) => (options === "" ? path : `${path}:${options}`)),
    volumes_from: given.volumesFrom.map((other) => `container:${other}`),
    devices: [
      ...given.devices.map(({ host, container, permissions }) => `${host}:${container}:${permissions}`),
      ...given.deviceRequests.flatMap(({ driver, deviceIds }) => (driver === "cdi" ? deviceIds : [])),
    ],
    device_cgroup_rules: given.deviceRules,
    storage_opt: nonEmpty(given.storageOpt),
  };
}

function mountOf({ type, source, target, readOnly, propagation, words, long }: GivenMount): YamlValue {
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

/** Every version gives these devices; 2.26 takes the key `gpus` and gives none. Beside them it wants the memory that is reserved in the same block. */
function reservations({ memoryReservation }: GivenSettings, gpus: GivenSettings["deviceRequests"]): YamlMap {
  return {
    // A text to its schema.
    memory: memoryReservation === undefined ? undefined : String(memoryReservation),
    devices: gpus.map(({ driver, count, deviceIds, capabilities, options }) => ({
      driver: driver === "" ? undefined : driver,
      count: deviceIds.length > 0 ? undefined : count === -1 ? "all" : count,
      device_ids: deviceIds,
      capabilities: capabilities.flat(),
      options: nonEmpty(options),
    })),
  };
}

function resources(given: GivenSettings): YamlMap {
  const gpus = given.deviceRequests.filter(({ driver }) => driver !== "cdi");
  return {
    deploy: gpus.length > 0 ? { resources: { reservations: reservations(given, gpus) } } : undefined,
    mem_limit: given.memory,
    memswap_limit: given.memorySwap,
    mem_reservation: gpus.length > 0 ? undefined : given.memoryReservation,
    mem_swappiness: given.memorySwappiness,
    oom_kill_disable: given.oomKillDisable || undefined,
    oom_score_adj: given.oomScoreAdj,
    shm_size: given.shmSize,
    cpus: given.cpus,
    cpu_shares: given.cpuShares,
    cpu_period: given.cpuPeriod,
    cpu_quota: given.cpuQuota,
    cpuset: given.cpusetCpus,
    blkio_config: blockIo(given),
    pids_limit: given.pids,
    ulimits:
      given.ulimits.length === 0
        ? undefined
        : Object.fromEntries(given.ulimits.map(({ name, soft, hard }) => [name, { soft, hard }])),
  };
}

function blockIo({ blkioWeight, blkioDevices }: GivenSettings): YamlMap | undefined {
  if (blkioWeight === undefined && blkioDevices.length === 0) return undefined;
  const of = (wanted: BlkioDevice["what"]) =>
    blkioDevices.flatMap(({ what, path, rate }) =>
      what === wanted ? [{ path, [what === "weight" ? "weight" : "rate"]: rate }] : [],
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

function networking(given: GivenSettings): YamlMap {
  const { attachments } = given;
  return {
    // Without a word Compose would make a network for the project; the engine's own is `bridge`.
    network_mode: attachments.length > 0 ? undefined : (given.network ?? "bridge"),
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
    ports: given.ports.map(({ hostIp, published = "", target, protocol }) => {
      const host = hostIp === undefined ? "" : `${hostIp.includes(":") ? `[${hostIp}]` : hostIp}:`;
      const ports = host === "" && published === "" ? target : `${host}${published}:${target}`;
      return protocol === "tcp" ? ports : `${ports}/${protocol}`;
    }),
    expose: given.expose.map((port) => port.replace(/\/tcp$/, "")),
    external_links: given.links,
    mac_address: attachments.length > 0 ? given.macAddress : undefined,
    dns: given.dns,
    dns_opt: given.dnsOptions,
    dns_search: given.dnsSearch,
    extra_hosts: given.extraHosts,
  };
}

function nonEmpty(map: YamlMap): YamlMap | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

/** Names of services are letters, digits, `.`, `_` and `-`; so are those of containers, which may begin otherwise. */
function serviceName(name: string): string {
  return name.toLowerCase().replace(/^[^a-z0-9]+/, "") || "app";
}
