import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { locatedDrift, type LocatedDrift } from "./located-drift.ts";

type Mounts = ContainerSpec["mounts"];

/** Writable paths, folders and devices of the host, and ports. */
export function storageDrift(profile: Profile, { mounts, devices, readOnly }: ContainerSpec): LocatedDrift[] {
  const isReadOnly = readOnly?.value === true;
  const tmpfs = mounts.filter(({ value }) => value.type === "tmpfs");
  const others = mounts.filter(({ value }) => value.type !== "tmpfs");
  const hasTmpfs = (path: string) => tmpfs.some(({ value }) => value.path === path);
  const isAbsent = (path: string) => isReadOnly && !isBelow(others, path);
  const absent = profile.tmpfs.filter(({ path }) => isAbsent(path) && !isBelow(tmpfs, path));
  const unmounted = (profile.anonymousVolumes ?? []).filter(({ path }) => hasTmpfs(path) || isAbsent(path));
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
      actual: hasTmpfs(path) ? "a tmpfs" : "read-only",
      why: hasTmpfs(path) ? "what it keeps there is gone after a restart" : "it wrote there when it was learned",
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

function isBelow(mounts: Mounts, path: string): boolean {
  return mounts.some(({ value }) => path === value.path || path.startsWith(`${value.path}/`));
}
