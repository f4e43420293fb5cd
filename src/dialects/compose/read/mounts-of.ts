import type { Located, DeviceSpec, MountSpec, PortSpec } from "../../../domain/container/container-spec.ts";
import { textIn, type ComposeNode, type MapNode } from "../../../formats/compose/compose-node.ts";
import { goText } from "../../../formats/compose/go-text.ts";
import { gpusOf } from "../../values/device-text.ts";
import { engineSocket, tmpfsOf, trimmed, volumeOf } from "../../values/mount-text.ts";
import { portOf } from "../../values/port-text.ts";
import type { SaidReader } from "./said-reader.ts";
import { scalarText } from "../../../formats/compose/scalar-text.ts";

/**
 * Volumes, tmpfs and the engine's socket of a service. `volumes` are those of the project, some of which are host
 * directories.
 */
export function mountsOf(reader: SaidReader, volumes: ReadonlyMap<string, ComposeNode>): readonly Located<MountSpec>[] {
  const { items, said, pointer, texts, flag } = reader;
  const name = pointer("volumes");
  const socket = flag("use_api_socket");
  return [
    ...items("volumes").map((node) => {
      if (node.kind !== "map") return said(node, name, volumeOf(scalarText(node)));
      const mount = longMount(node, volumes);
      return withWritten(said(node, name, mount), [mount.source ?? "", mount.path, mount.readOnly ? "ro" : ""]);
    }),
    ...texts("tmpfs").map((tmpfs) => ({
      ...tmpfs,
      value: tmpfsOf(tmpfs.value),
      written: tmpfs.written ?? tmpfs.value,
    })),
    ...(socket?.value === true ? [{ ...socket, value: engineSocket }] : []),
  ];
}

function longMount(node: MapNode, volumes: ReadonlyMap<string, ComposeNode>): MountSpec {
  const of = (...keys: readonly string[]): ComposeNode | undefined =>
    keys.reduce<ComposeNode | undefined>((at, key) => (at?.kind === "map" ? at.entries.get(key) : undefined), node);
  const type = textIn(of("type"));
  const sourceNode = of("source");
  const source = sourceNode?.kind === "scalar" ? (sourceNode.was ?? goText(sourceNode)) : "";
  const readOnly = of("read_only");
  const propagation = textIn(of("bind", "propagation"));
  const options = (["size", "mode"] as const).flatMap((key) => {
    const value = of("tmpfs", key);
    return value?.kind === "scalar" ? [`${key}=${goText(value)}`] : [];
  });
  const folder = type === "volume" ? hostFolder(volumes.get(source)) : undefined;
  const isBind = type === "bind" || folder !== undefined || source.startsWith("$");
  return {
    type: isBind ? "bind" : type === "volume" || type === "tmpfs" || type === "image" ? type : "other",
    ...(source !== "" && { source: trimmed(folder ?? source) }),
    path: textIn(of("target")) ?? "",
    readOnly: readOnly?.kind === "scalar" && readOnly.value === true,
    ...(propagation !== undefined && { propagation }),
    ...(options.length > 0 && { options: options.join(",") }),
  };
}

/** `driver: local` with `o: bind` is a bind mount by another name. */
function hostFolder(volume: ComposeNode | undefined): string | undefined {
  const options = volume?.kind === "map" ? volume.entries.get("driver_opts") : undefined;
  if (options?.kind !== "map" || !(textIn(options.entries.get("o")) ?? "").split(",").includes("bind"))
    return undefined;
  const device = options.entries.get("device");
  return device?.kind === "scalar" ? (device.was ?? textIn(device)) : undefined;
}

export function portsOf({ items, said, pointer }: SaidReader): readonly Located<PortSpec>[] {
  return items("ports").map((node) => {
    if (node.kind !== "map") return said(node, pointer("ports"), portOf(scalarText(node)));
    const of = (key: string): string => scalarText(node.entries.get(key));
    const [hostIp, published] = [of("host_ip"), of("published")];
    const port = {
      target: of("target"),
      protocol: of("protocol") || "tcp",
      ...(hostIp !== "" && { hostIp }),
      ...(published !== "" && { published }),
    };
    return withWritten(said(node, pointer("ports"), port), [hostIp, published, port.target]);
  });
}

/** Devices, and GPUs by either of their two keys. */
export function devicesOf(reader: SaidReader): readonly Located<DeviceSpec>[] {
  const { items, said, pointer } = reader;
  const devices = items("devices").flatMap((node) => {
    if (node.kind !== "map") return [];
    const of = (key: string): string => scalarText(node.entries.get(key));
    const device = { source: of("source"), path: of("target"), permissions: of("permissions") || "rwm" };
    return [withWritten(said(node, pointer("devices"), device), [device.source, device.path, device.permissions])];
  });
  const reserved = ["deploy", "resources", "reservations", "devices"] as const;
  const requests = [
    ...items("gpus").map((node) => [node, pointer("gpus")] as const),
    ...items(...reserved).map((node) => [node, pointer(...reserved)] as const),
  ].flatMap(([node, name]) => {
    if (node.kind !== "map") return [];
    const ids = node.entries.get("device_ids");
    const deviceIds =
      ids?.kind === "list" ? ids.items.map(scalarText).join(",") : scalarText(node.entries.get("count"));
    return [said(node, name, gpusOf(deviceIds === "" ? "all" : deviceIds))];
  });
  return [...devices, ...requests];
}

/** Shows a long form over several lines as its short form. */
function withWritten<Value>(setting: Located<Value>, parts: readonly string[]): Located<Value> {
  return setting.written === undefined
    ? { ...setting, written: parts.filter((part) => part !== "").join(":") }
    : setting;
}
