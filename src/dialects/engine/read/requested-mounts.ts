import { compareText } from "../../../text/compare-text.ts";
import type { RequestedMount } from "../../../domain/container/requested-settings.ts";
import type {
  HostMount,
  InheritedSettings,
  InspectedContainer,
} from "../../../domain/container/inspected-container.ts";

const types = ["bind", "volume", "tmpfs", "image", "npipe", "cluster"] as const;
/** Options of a bind that are the engine's default. */
const usual: ReadonlySet<string> = new Set(["", "rw", "rprivate", "rbind", "bind", "nosuid", "nodev", "exec"]);
const propagations: ReadonlySet<string> = new Set(["private", "shared", "rshared", "slave", "rslave"]);

/**
 * The requested mounts: `-v` and the short form of Compose (`Binds`), `--mount` (`Mounts`), and volumes without a name that the image does
 * not declare (`Config.Volumes`). The engine's own list of mounts has more: the volumes of the image.
 */
export function requestedMounts(
  { config, host }: InspectedContainer,
  image: Pick<InheritedSettings, "volumes"> | undefined,
): RequestedMount[] {
  const requestedMounts = [...host.binds.map(fromBind), ...host.mounts.map(fromMount)];
  const usedPaths = new Set([...requestedMounts.map(({ path }) => path), ...(image?.volumes ?? [])]);
  const nameless = config.volumes
    .filter((path) => !usedPaths.has(path))
    .map((path): RequestedMount => ({ type: "volume", path, readOnly: false, words: [] }));
  // Podman lists the volumes of the image among the requested ones.
  const ofImage = new Set(image?.volumes ?? []);
  return (
    [...requestedMounts, ...nameless]
      .filter(({ type, source, path }) => !(type === "volume" && source === undefined && ofImage.has(path)))
      // Engines store them without an order.
      .sort((a, b) => compareText(a.path, b.path))
  );
}

/** The generated name of an anonymous volume. */
export function isMade(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** `SOURCE:TARGET[:OPTIONS]`; a host path begins with a slash. */
function fromBind(text: string): RequestedMount {
  const [source = "", path = "", ...rest] = text.split(":");
  if (path === "") return { type: "volume", path: source, readOnly: false, words: [] };
  const words = rest.join(":").split(",");
  const propagation = words.find((word) => propagations.has(word));
  return {
    type: source.startsWith("/") ? "bind" : "volume",
    ...(!isMade(source) && { source }),
    path,
    readOnly: words.includes("ro"),
    words: words.filter((word) => !usual.has(word) && !propagations.has(word) && word !== "ro"),
    ...(propagation !== undefined && { propagation }),
  };
}

function fromMount(mount: HostMount): RequestedMount {
  const { type, source, target, readOnly, propagation, noCopy } = mount;
  const { createMountpoint, nonRecursive, subpath, driver, driverOptions, sizeBytes, mode, tmpfsOptions } = mount;
  return {
    type: types.find((mountType) => mountType === type) ?? "bind",
    ...(source !== "" && { source }),
    path: target,
    readOnly,
    words: noCopy === true ? ["nocopy"] : [],
    ...(propagation !== undefined && propagation !== "rprivate" && { propagation }),
    long: {
      ...(createMountpoint !== undefined && { createMountpoint }),
      ...(nonRecursive !== undefined && { nonRecursive }),
      ...(subpath !== undefined && { subpath }),
      ...(driver !== undefined && { driver }),
      ...(driverOptions !== undefined && { driverOptions }),
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(mode !== undefined && { mode }),
      ...(tmpfsOptions !== undefined && { tmpfsOptions }),
    },
  };
}
