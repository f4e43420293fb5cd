import type { Located, MountSpec } from "../../domain/container/container-spec.ts";
import { colonParts } from "./colon-parts.ts";
import type { FlagReader } from "./flag-reader.ts";

/** All mounts of a run line: `-v`, `--mount`, `--tmpfs`, and the engine's socket of `--use-api-socket`. */
export function mountsOf({ all, isOn }: FlagReader): readonly Located<MountSpec>[] {
  const socket = isOn("use-api-socket");
  return [
    ...all("volume", volumeOf),
    ...all("mount", mountOf),
    ...all("tmpfs", tmpfsOf),
    ...(socket?.value === true ? [{ ...socket, value: engineSocket }] : []),
  ];
}

/** The mount of `use_api_socket` and `--use-api-socket`. */
export const engineSocket: MountSpec = {
  type: "bind",
  source: "/var/run/docker.sock",
  path: "/var/run/docker.sock",
  readOnly: false,
};

const propagations = new Set(["rprivate", "private", "rshared", "shared", "rslave", "slave"]);

/** `-v /host:/container:ro`, `-v name:/container`, `-v /container` */
export function volumeOf(text: string): MountSpec {
  const drive = /^[A-Za-z]:[\\/]/.test(text) ? text.slice(0, 2) : "";
  const [first = "", second, options = ""] = colonParts(text.slice(drive.length));
  if (second === undefined) return { type: "volume", path: drive + first, readOnly: false };
  const source = trimmed(drive + first);
  const words = options.split(",");
  const propagation = words.findLast((word) => propagations.has(word));
  return {
    type: drive !== "" || /^[/.~$%]/.test(source) ? "bind" : "volume",
    source,
    path: second,
    readOnly: words.includes("ro"),
    ...(propagation !== undefined && { propagation }),
  };
}

/** `--mount type=bind,source=/host,target=/container,readonly` */
function mountOf(text: string): MountSpec {
  const options = new Map(text.split(",").map((option) => pair(option)));
  const of = (...names: readonly string[]): string | undefined =>
    names.map((name) => options.get(name)).find((value) => value !== undefined);
  const type = of("type") ?? "volume";
  const source = of("source", "src");
  const readOnly = of("readonly", "ro");
  const propagation = of("bind-propagation");
  const tmpfs = ["tmpfs-size", "tmpfs-mode"].flatMap((name) => {
    const value = options.get(name);
    return value === undefined ? [] : [`${name.slice("tmpfs-".length)}=${value}`];
  });
  return {
    type: type === "bind" || type === "volume" || type === "tmpfs" || type === "image" ? type : "other",
    ...(source !== undefined && { source: trimmed(source) }),
    path: of("target", "destination", "dst") ?? "",
    readOnly: readOnly !== undefined && readOnly !== "false" && readOnly !== "0",
    ...(propagation !== undefined && { propagation }),
    ...(tmpfs.length > 0 && { options: tmpfs.join(",") }),
  };
}

/** `/path:size=64m,mode=1777` */
export function tmpfsOf(text: string): MountSpec {
  const cut = text.indexOf(":");
  if (cut === -1) return { type: "tmpfs", path: text, readOnly: false };
  const options = text.slice(cut + 1);
  return { type: "tmpfs", path: text.slice(0, cut), readOnly: options.split(",").includes("ro"), options };
}

function pair(option: string): [key: string, value: string] {
  const equals = option.indexOf("=");
  return equals === -1
    ? [option.trim().toLowerCase(), ""]
    : [option.slice(0, equals).trim().toLowerCase(), option.slice(equals + 1)];
}

/** Without double and trailing slashes. */
export function trimmed(path: string): string {
  return path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}
