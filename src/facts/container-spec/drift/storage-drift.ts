import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { locatedDrift, type LocatedDrift } from "./located-drift.ts";

type Mounts = ContainerSpec["mounts"];

/** Writable paths, folders and devices of the host, and ports. */
export function storageDrift(profile: Profile, { mounts, devices, readOnly }: ContainerSpec): LocatedDrift[] {
  const isReadOnly = readOnly?.value === true;
  const isOnTmpfs = (path: string) => mountTypeAt(mounts, path) === "tmpfs";
  const isAbsent = (path: string) => isReadOnly && mountTypeAt(mounts, path) === undefined;
  const absent = profile.tmpfs.filter(({ path }) => isAbsent(path));
  const unmounted = (profile.anonymousVolumes ?? []).filter(({ path }) => isOnTmpfs(path) || isAbsent(path));
  return [
    ...(profile.readOnlyRootfs && !isReadOnly
      ? [
          locatedDrift(
            {
              field: "readOnlyRootfs",
              direction: "wider",
              proven: "read-only root file system",
              actual: "writable",
              why: "whoever breaks into it can change its programs and leave files behind",
            },
            "HostConfig.ReadonlyRootfs",
            readOnly,
          ),
        ]
      : []),
    ...absent.map(({ path }): LocatedDrift => ({
      field: "tmpfs",
      direction: "narrower",
      proven: `writable ${path}`,
      actual: "read-only",
      why: "it wrote there when it was learned",
      pointer: "HostConfig.Tmpfs",
    })),
    ...unmounted.map(({ path }): LocatedDrift => ({
      field: "anonymousVolumes",
      direction: "narrower",
      proven: `a volume at ${path}`,
      actual: isOnTmpfs(path) ? "a tmpfs" : "read-only",
      why: isOnTmpfs(path) ? "what it keeps there is gone after a restart" : "it wrote there when it was learned",
      pointer: "Mounts",
    })),
    ...hostFolderDrift(profile, mounts),
    ...deviceDrift(profile, devices),
  ];
}

function hostFolderDrift({ volumes }: Profile, mounts: Mounts): LocatedDrift[] {
  const provenVolumes = new Map(volumes.map((volume) => [volume.path, volume]));
  return mounts.flatMap((mount) => {
    const { type, source = "", path, readOnly } = mount.value;
    const proven = provenVolumes.get(path);
    if (type !== "bind" || (proven !== undefined && (proven.readOnly !== true || readOnly))) return [];
    const drift = {
      field: "volumes",
      direction: "wider",
      proven: proven === undefined ? `nothing of the host at ${path}` : `${path} read-only`,
      actual: `${source}${readOnly ? " read-only" : ""}`,
      why: `${readOnly ? "it can read" : "it can change"} files of the host that it was not proven with`,
    } as const;
    return [locatedDrift(drift, `Mounts[${path}]`, mount)];
  });
}

/** An engine's GPUs are requests, not devices, and proofs have none. */
function deviceDrift({ devices: provenDevices = [] }: Profile, devices: ContainerSpec["devices"]): LocatedDrift[] {
  return devices.flatMap((device, at) => {
    if (device.pointer.startsWith("HostConfig.DeviceRequests")) return [];
    const { source, path, permissions } = device.value;
    const proven = provenDevices.find((provenDevice) => provenDevice.path === path);
    if (proven !== undefined && permissions.split("").every((letter) => proven.permissions.includes(letter))) return [];
    const drift = {
      field: "devices",
      direction: "wider",
      proven: proven === undefined ? "not opened" : `${proven.path} with ${proven.permissions}`,
      actual: `${source} with ${permissions}`,
      why: "it was not proven with this device of the host",
    } as const;
    return [locatedDrift(drift, `HostConfig.Devices[${at}]`, device)];
  });
}

/** Of the mount that holds the path, the deepest one. */
function mountTypeAt(mounts: Mounts, path: string): Mounts[number]["value"]["type"] | undefined {
  return mounts
    .map(({ value }) => value)
    .filter((mount) => path === mount.path || path.startsWith(`${mount.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]?.type;
}
