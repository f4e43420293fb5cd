import { toCapability } from "../../domain/profile/capability.ts";
import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import type { Grants } from "../../domain/workload/workload.ts";
import { byteSize } from "../../formats/compose/byte-size.ts";
import { tmpfsMount } from "../../formats/compose/tmpfs-mount.ts";
import type { ComposeService } from "./compose-shape.ts";

/** Grants of a service beyond the engine's defaults, except for its network. `note` receives the grants that a trial omits. */
export function grantsOf(service: ComposeService, note: (text: string) => void): Omit<Grants, "network"> {
  const capabilities = (service.cap_add ?? []).flatMap((name) => {
    const capability = toCapability(name);
    if (capability === undefined) note(`cap_add ${name} is not read`);
    return capability ?? [];
  });
  const devices = (service.devices ?? []).flatMap((one) => deviceOf(one, note));
  const ulimits = Object.entries(service.ulimits ?? {}).flatMap(([name, limit]) => {
    const [soft, hard] = typeof limit === "object" ? [limit.soft, limit.hard] : [limit, limit];
    return soft === undefined || hard === undefined ? [] : [{ name, soft, hard }];
  });
  const sysctls = pairsOf(service.sysctls ?? []);
  const shmBytes = service.shm_size === undefined ? undefined : byteSize(service.shm_size);
  const tmpfs = tmpfsIn(service);
  return {
    ...(capabilities.length > 0 && { capabilities }),
    ...(devices.length > 0 && { devices }),
    ...(ulimits.length > 0 && { ulimits }),
    ...(Object.keys(sysctls).length > 0 && { sysctls }),
    ...(shmBytes !== undefined && shmBytes > 0 && { shmBytes }),
    ...(tmpfs.length > 0 && { tmpfs }),
    ...(service.init === true && { init: true }),
  };
}

/** In both forms; of two at one path the last wins. */
function tmpfsIn({ tmpfs, volumes = [] }: ComposeService): readonly Tmpfs[] {
  const short = (tmpfs ?? []).map((text): Tmpfs => {
    const [path = "", ...options] = text.split(":");
    return tmpfsMount(path, options.join(":"));
  });
  const long = volumes.flatMap((volume): readonly Tmpfs[] => {
    if (typeof volume === "string" || volume.type !== "tmpfs") return [];
    const { size, mode } = volume.tmpfs ?? {};
    const mountOptions = [
      ...(size === undefined ? [] : [`size=${size}`]),
      ...(mode === undefined ? [] : [`mode=${typeof mode === "number" ? mode.toString(8) : mode}`]),
    ];
    return [tmpfsMount(volume.target, mountOptions.join(","))];
  });
  return [...new Map([...long, ...short].map((one) => [one.path, one])).values()];
}

/** Undefined if it is empty. */
export function anyGrants(grants: Grants): Grants | undefined {
  return Object.keys(grants).length === 0 ? undefined : grants;
}

type Device = NonNullable<ComposeService["devices"]>[number];

function deviceOf(device: Device, note: (text: string) => void): NonNullable<Grants["devices"]> {
  const [source, target = source, permissions = "rwm"] =
    typeof device === "string" ? device.split(":") : [device.source, device.target, device.permissions];
  if (source === undefined || !source.startsWith("/") || target !== source || !/^(?=.)r?w?m?$/.test(permissions)) {
    note(`the device ${source ?? ""} is left out: a trial has a device at its own path`);
    return [];
  }
  return [{ path: source, permissions }];
}

function pairsOf(rawSysctls: NonNullable<ComposeService["sysctls"]>): Readonly<Record<string, string>> {
  if (!Array.isArray(rawSysctls)) return rawSysctls;
  return Object.fromEntries(
    rawSysctls.map((line) => {
      const at = line.indexOf("=");
      return at === -1 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
