import type { CreateRequest, Mount } from "../domain/container/create-request.ts";
import { isImageName } from "../domain/image/image-name.ts";
import type { ResolvedPath, HostAccess, ReachItem } from "../domain/workload/host-access.ts";
import { folderItem } from "./folder-item.ts";
import { lexically, within } from "./paths.ts";
import { seccompReach } from "./seccomp.ts";
import { harmlessUlimits, isOwnSysctl, isTmpfsOptions } from "./harmless.ts";

/** Facts beyond a create request that determine its host access. */
export interface SpecSurroundings {
  /** Id of the run: it created all volumes and networks whose names start with it. */
  readonly run: string;
  /** The bind mounts' sources as they are at this moment, by the name that the specification gives them. */
  readonly located: ReadonlyMap<string, ResolvedPath>;
  /** What the engine gives to a container that asks for nothing. */
  readonly defaults: readonly string[];
  /** The run's own folder with links resolved; it contains the copies of single files. */
  readonly folder?: string;
}

type Judge<Field extends keyof CreateRequest> = (
  value: NonNullable<CreateRequest[Field]>,
  spec: CreateRequest,
  around: SpecSurroundings,
) => HostAccess;

const harmless = (): HostAccess => [];

/** One judge per field of a create request: a new field does not compile without one, and an unknown field is refused by its name. */
const judges: { readonly [Field in keyof CreateRequest]-?: Judge<Field> } = {
  image: (image) =>
    isImageName(image)
      ? []
      : [{ kind: "image", value: image, what: "is not an image name, and could be read as an option" }],
  name: harmless,
  user: harmless,
  command: harmless,
  entrypoint: harmless,
  workdir: harmless,
  env: harmless,
  capDrop: harmless,
  capAdd: (names, _, { defaults }) => names.filter((name) => !defaults.includes(name)).map(capabilityItem),
  noNewPrivileges: harmless,
  readOnlyRootfs: harmless,
  tmpfs: (mounts) =>
    Object.entries(mounts).flatMap(([path, options]): HostAccess =>
      isTmpfsOptions(options)
        ? []
        : [{ kind: "setting", value: `tmpfs.${path}`, what: `mounts a tmpfs with the options ${options}` }],
    ),
  volumes: harmless,
  memoryBytes: harmless,
  shmBytes: harmless,
  cpus: harmless,
  pids: harmless,
  seccomp: seccompReach,
  ports: harmless,
  udpPorts: harmless,
  network: (network) => (network === "bridge" || network === "none" ? [] : [networkItem(network)]),
  networks: (networks, _, { run }) =>
    networks.filter(({ name }) => !name.startsWith(`${run}-`)).map(({ name }) => networkItem(name)),
  mounts: (mounts, _, around) => mounts.flatMap((mount) => mountReach(mount, around)),
  stopSignal: harmless,
  noHealthcheck: harmless,
  // The engine changes owner and mode through the mount, so for a folder of this machine it changes the original.
  prepared: (directories, { mounts = [] }) =>
    directories
      .filter(({ path }) =>
        mounts.some((mount) => mount.type === "bind" && within(lexically("/", mount.path), lexically("/", path))),
      )
      .map(({ path }) => ({
        kind: "setting",
        value: `prepared.${path}`,
        what: "changes the owner of a folder of this machine",
      })),
  ulimits: (limits) => limits.filter(({ name }) => !harmlessUlimits.has(name)).map(ulimitItem),
  devices: (devices) => devices.map(deviceItem),
  sysctls: (sysctls, { network }) =>
    Object.entries(sysctls).flatMap(([name, value]) => (isOwnSysctl(name, network) ? [] : [sysctlItem(name, value)])),
  init: harmless,
};

/** All host access of this create request beyond that of every container. */
export function specReach(spec: CreateRequest, surroundings: SpecSurroundings): HostAccess {
  return Object.entries(spec).flatMap(([field, value]): HostAccess => {
    if (value === undefined) return [];
    if (!Object.hasOwn(judges, field))
      return [{ kind: "setting", value: field, what: "is a setting that hullproof does not know" }];
    const judge = judges[field as keyof CreateRequest] as (
      value: unknown,
      spec: CreateRequest,
      around: SpecSurroundings,
    ) => HostAccess;
    return judge(value, spec, surroundings);
  });
}

function mountReach(mount: Mount, { run, located, folder }: SpecSurroundings): HostAccess {
  const { type, source, path, readOnly = false } = mount;
  if (type === "volume") {
    if (source.startsWith(`${run}-`)) return [];
    return [{ kind: "volume", value: source, what: `mounts a volume that exists already at ${path}` }];
  }
  const location = located.get(source);
  if (folder !== undefined && isOwnFile(location, folder)) return [];
  if (mount.relabel === true)
    return [{ kind: "setting", value: `relabel.${source}`, what: `changes the SELinux label of ${source}` }];
  return [folderItem({ from: source, at: path, located: location, use: readOnly ? "read" : "write" })];
}

/** A copy that the run made, whose name no one knows before. */
function isOwnFile(located: ResolvedPath | undefined, folder: string): boolean {
  if (located?.kind !== "file" || !located.path.startsWith(`${folder}/`)) return false;
  return /^file-[0-9a-f]{12}$/.test(located.path.slice(folder.length + 1));
}

/** Effects of capabilities on the machine that few expect. */
const powers: ReadonlyMap<string, string> = new Map([
  [
    "DAC_READ_SEARCH",
    "grants CAP_DAC_READ_SEARCH: with open_by_handle_at(2), which the engine's own list then allows, it reads any file of this machine",
  ],
]);

export function capabilityItem(name: string): ReachItem {
  return {
    kind: "capability",
    value: name,
    what: powers.get(name) ?? `grants CAP_${name}, which no container has by default`,
  };
}

export function deviceItem({ path, permissions }: { readonly path: string; readonly permissions: string }): ReachItem {
  const description = `hands the device ${path} of this machine to the container (${permissions})`;
  return { kind: "device", value: path, what: description, exactly: `${path} ${permissions}` };
}

export function networkItem(network: string): ReachItem {
  return {
    kind: "network",
    value: network,
    what:
      network === "host" ? "puts the container into this machine's network" : "joins a network that is there already",
  };
}

export function ulimitItem({
  name,
  soft,
  hard,
}: {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}): ReachItem {
  return {
    kind: "ulimit",
    value: name,
    what: `sets the limit ${name} to ${soft}:${hard}`,
    exactly: `${name}=${soft}:${hard}`,
  };
}

export function sysctlItem(name: string, value: string): ReachItem {
  return {
    kind: "sysctl",
    value: name,
    what: `sets ${name}=${value}, which the whole machine shares`,
    exactly: `${name}=${value}`,
  };
}
