import type { BlkioDevice, RequestedMount } from "../../../domain/container/requested-settings.ts";
import type { PrintedSpec } from "../../print/printed-spec.ts";
import type { YamlMap } from "../../text/yaml-text.ts";

export function health({ health: check, healthOfImage }: PrintedSpec): YamlMap | undefined {
  if (check === undefined) return undefined;
  const { test, interval, timeout, startPeriod, startInterval, retries } = check;
  if (test[0] === "NONE") return { disable: true };
  const time = (nanoseconds: number | undefined) => (nanoseconds === undefined ? undefined : `${nanoseconds}ns`);
  return {
    test: healthOfImage ? undefined : test,
    interval: time(interval),
    timeout: time(timeout),
    // Compose rejects a start interval without a start period, and the engine accepts it.
    start_period: time(startPeriod ?? (startInterval === undefined ? undefined : 0)),
    start_interval: time(startInterval),
    retries,
  };
}

export function logging({ logDriver, logOptions = {} }: PrintedSpec): YamlMap | undefined {
  if (logDriver === undefined && Object.keys(logOptions).length === 0) return undefined;
  return { driver: logDriver, options: nonEmpty(logOptions) };
}

export function longMount({ type, source, path, readOnly, propagation, words, long = {} }: RequestedMount): YamlMap {
  return {
    type,
    source,
    target: path,
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
 * GPUs; undefined without any. Every version passes these devices; 2.26 accepts the key `gpus` and passes none. Together with them, reserved memory
 * must be in the same block.
 */
export function reservations({ memoryReservationBytes, deviceRequests = [] }: PrintedSpec): YamlMap | undefined {
  const gpus = deviceRequests.filter(({ driver }) => driver !== "cdi");
  if (gpus.length === 0) return undefined;
  return {
    // Its schema requires a string.
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

export function blockIo({ blkioWeight, blkioDevices = [] }: PrintedSpec): YamlMap | undefined {
  if (blkioWeight === undefined && blkioDevices.length === 0) return undefined;
  const limitsOf = (kind: BlkioDevice["what"]) =>
    blkioDevices.flatMap(({ what, path, rate }) =>
      what === kind ? [{ path, [what === "weight" ? "weight" : "rate"]: rate }] : [],
    );
  return {
    weight: blkioWeight,
    weight_device: limitsOf("weight"),
    device_read_bps: limitsOf("readBps"),
    device_write_bps: limitsOf("writeBps"),
    device_read_iops: limitsOf("readIops"),
    device_write_iops: limitsOf("writeIops"),
  };
}

export function networks({ attachments = [] }: PrintedSpec): YamlMap {
  return Object.fromEntries(
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
  );
}

function nonEmpty(map: YamlMap): YamlMap | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}
