import type { RunFlag, RunLine } from "./run-lines.ts";

export interface Mount {
  readonly flag: RunFlag;
  /** Path on the host, without a slash at its end. */
  readonly source: string;
  readonly readOnly: boolean;
}

/** Folders and files of the host that the line mounts; named volumes are not among them. */
export function bindMounts(line: RunLine): readonly Mount[] {
  return line.flags.flatMap((flag) => {
    const mount = flag.name === "volume" ? fromVolume(flag) : flag.name === "mount" ? fromMount(flag) : undefined;
    return mount?.source.startsWith("/") ? [mount] : [];
  });
}

/** `-v /host:/container:ro` */
function fromVolume(flag: RunFlag): Mount | undefined {
  const [source, target, options = ""] = (flag.value ?? "").split(":");
  if (source === undefined || target === undefined) return undefined;
  return { flag, source: trimmed(source), readOnly: options.split(",").includes("ro") };
}

/** `--mount type=bind,source=/host,target=/container,readonly` */
function fromMount(flag: RunFlag): Mount | undefined {
  const options = new Map((flag.value ?? "").split(",").map((option) => pair(option)));
  const source = options.get("source") ?? options.get("src");
  if (options.get("type") !== "bind" || source === undefined) return undefined;
  const readOnly = options.get("readonly") ?? options.get("ro");
  return {
    flag,
    source: trimmed(source),
    readOnly: readOnly !== undefined && readOnly !== "false" && readOnly !== "0",
  };
}

function pair(option: string): [key: string, value: string] {
  const equals = option.indexOf("=");
  return equals === -1
    ? [option.trim().toLowerCase(), ""]
    : [option.slice(0, equals).trim().toLowerCase(), option.slice(equals + 1)];
}

function trimmed(path: string): string {
  return path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}

/** The engine's own socket, or Podman's, or containerd's behind it. */
export function isEngineSocket(source: string): boolean {
  return /\/(?:docker|podman|containerd)\.sock$/.test(source);
}
