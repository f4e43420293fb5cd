import type { Drift } from "../../../domain/container-spec/drift.ts";
import type { ComparedSettings } from "./effective.ts";
import type { Profile } from "../../../domain/profile/profile.ts";

/** Writable paths, folders and devices of the host, and ports. */
export function storageDrift(profile: Profile, settings: ComparedSettings): Drift[] {
  const tmpfs = new Set([
    ...settings.tmpfs.map(({ path }) => path),
    ...settings.mounts.flatMap(({ type, target }) => (type === "tmpfs" ? [target] : [])),
  ]);
  const provenVolumes = new Map(profile.volumes.map((volume) => [volume.path, volume]));
  const absent = settings.readOnly
    ? profile.tmpfs.filter(({ path }) => !tmpfs.has(path) && !mounted(settings, path))
    : [];
  const unmounted = (profile.anonymousVolumes ?? []).filter(
    ({ path }) => tmpfs.has(path) || (settings.readOnly && !mounted(settings, path)),
  );
  return [
    ...(profile.readOnlyRootfs && !settings.readOnly
      ? [
          {
            field: "readOnlyRootfs",
            direction: "wider" as const,
            proven: "read-only root file system",
            actual: "writable",
            why: "whoever breaks into it can change its programs and leave files behind",
            pointer: "HostConfig.ReadonlyRootfs",
          },
        ]
      : []),
    ...absent.map(({ path }): Drift => ({
      field: "tmpfs",
      direction: "narrower",
      proven: `writable ${path}`,
      actual: "read-only",
      why: "it wrote there when it was learned",
      pointer: "HostConfig.Tmpfs",
    })),
    ...unmounted.map(({ path }): Drift => ({
      field: "anonymousVolumes",
      direction: "narrower",
      proven: `a volume at ${path}`,
      actual: tmpfs.has(path) ? "a tmpfs" : "read-only",
      why: tmpfs.has(path) ? "what it keeps there is gone after a restart" : "it wrote there when it was learned",
      pointer: "Mounts",
    })),
    ...settings.mounts.flatMap((mount): Drift[] => {
      const { type, source = "", target, readOnly } = mount;
      if (type !== "bind") return [];
      const proven = provenVolumes.get(target);
      if (proven !== undefined && (proven.readOnly !== true || readOnly)) return [];
      return [
        {
          field: "volumes",
          direction: "wider",
          proven: proven === undefined ? `nothing of the host at ${target}` : `${target} read-only`,
          actual: `${source}${readOnly ? " read-only" : ""}`,
          why: `${readOnly ? "it can read" : "it can change"} files of the host that it was not proven with`,
          pointer: `Mounts[${target}]`,
        },
      ];
    }),
    ...settings.devices.flatMap((device, at): Drift[] => {
      const proven = (profile.devices ?? []).find(({ path }) => path === device.container);
      if (proven !== undefined && device.permissions.split("").every((letter) => proven.permissions.includes(letter)))
        return [];
      return [
        {
          field: "devices",
          direction: "wider",
          proven: proven === undefined ? "not opened" : `${proven.path} with ${proven.permissions}`,
          actual: `${device.host} with ${device.permissions}`,
          why: "it was not proven with this device of the host",
          pointer: `HostConfig.Devices[${at}]`,
        },
      ];
    }),
  ];
}

function mounted({ mounts }: ComparedSettings, path: string): boolean {
  return mounts.some(({ target }) => path === target || path.startsWith(`${target}/`));
}
