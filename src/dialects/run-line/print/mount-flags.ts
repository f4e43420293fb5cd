import type { BlkioDevice, RequestedMount } from "../../../domain/container/requested-settings.ts";
import type { PrintedSpec } from "../../print/printed-spec.ts";
import { byName, type Flag } from "../../text/flag.ts";

/** For mounts that `--volume` cannot express. */
export function mountFlag({ type, long = {}, source, path, readOnly, propagation, words }: RequestedMount): Flag {
  const fields = [
    `type=${type}`,
    ...(source === undefined ? [] : [`source=${source}`]),
    `target=${path}`,
    ...(readOnly ? ["readonly"] : []),
    ...(propagation === undefined ? [] : [`bind-propagation=${propagation}`]),
    ...(long.nonRecursive === true ? ["bind-recursive=disabled"] : []),
    ...words.map((word) => (word === "nocopy" ? "volume-nocopy" : word)),
    ...(long.subpath === undefined ? [] : [`volume-subpath=${long.subpath}`]),
    ...(long.driver === undefined ? [] : [`volume-driver=${long.driver}`]),
    ...byName(long.driverOptions ?? {}).map(([key, value]) => `volume-opt=${key}=${value}`),
    ...(long.sizeBytes === undefined ? [] : [`tmpfs-size=${long.sizeBytes}`]),
    ...(long.mode === undefined ? [] : [`tmpfs-mode=${long.mode.toString(8)}`]),
  ];
  return ["--mount", fields.map(field).join(",")];
}

/** `--mount` reads a line of CSV (RFC 4180). */
function field(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Devices by path, by a vendor's name (CDI), and GPUs. */
export function deviceFlags({
  devices = [],
  deviceRules = [],
  deviceRequests = [],
}: Omit<PrintedSpec, "image">): Flag[] {
  return [
    ...devices.map(({ source, path, permissions }): Flag => ["--device", `${source}:${path}:${permissions}`]),
    ...deviceRules.map((rule): Flag => ["--device-cgroup-rule", rule]),
    ...deviceRequests.flatMap(({ driver, count, deviceIds, capabilities, options }): Flag[] => {
      if (driver === "cdi") return deviceIds.map((id): Flag => ["--device", id]);
      const extraCapabilities = capabilities.flat().filter((name) => name !== "gpu");
      const fields = [
        ...(deviceIds.length > 0 ? [`device=${deviceIds.join(",")}`] : [`count=${count === -1 ? "all" : count}`]),
        ...(driver === "" ? [] : [`driver=${driver}`]),
        ...(extraCapabilities.length === 0 ? [] : [`capabilities=${extraCapabilities.join(",")}`]),
        ...byName(options).map(([key, value]) => `options=${key}=${value}`),
      ];
      return [["--gpus", fields.map(field).join(",")]];
    }),
  ];
}

/** Limits per disk of `docker run` and `podman run`. */
export const diskFlags: Readonly<Record<BlkioDevice["what"], string>> = {
  weight: "--blkio-weight-device",
  readBps: "--device-read-bps",
  writeBps: "--device-write-bps",
  readIops: "--device-read-iops",
  writeIops: "--device-write-iops",
};
