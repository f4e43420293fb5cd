import type { Located, WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import type { ComparedSettings } from "./effective.ts";

/** A text's container in an engine's terms, as far as profiles cover it. */
export function comparedSettings(container: WrittenContainer): ComparedSettings {
  const { dialect, mounts, noNewPrivileges, seccomp, appArmor, userns } = container;
  const value = <Value>(setting: Located<Value> | undefined): Value | undefined => setting?.value;
  const limit = (setting: Located<number> | undefined): number | undefined =>
    setting === undefined || setting.value <= 0 || Number.isNaN(setting.value) ? undefined : setting.value;
  const memory = limit(container.memoryBytes);
  // Podman's own limit, where none is said: podman-run(1).
  const usual = dialect === "podman" || dialect === "quadlet" ? 2048 : undefined;
  const settings = {
    user: value(container.user),
    noNewPrivileges: value(noNewPrivileges),
    seccomp: seccomp && (/^(?:RuntimeDefault|default)$/.test(seccomp.value) ? "builtin" : seccomp.value),
    appArmor: value(appArmor),
    network: value(container.network),
    pid: value(container.pid),
    ipc: value(container.ipc),
    uts: value(container.uts),
    userns: value(userns),
    memory,
    // A pod gets no swap by itself.
    memorySwap: dialect === "kubernetes" ? memory : value(container.memorySwapBytes),
    cpus: limit(container.cpus),
    pids: limit(container.pids) ?? (container.pids === undefined ? usual : undefined),
  };
  return {
    ...(Object.fromEntries(Object.entries(settings).filter(([, setting]) => setting !== undefined)) as typeof settings &
      object),
    privileged: container.privileged?.value === true,
    unmasked: container.unmasked?.value === true,
    readOnly: container.readOnly?.value === true,
    capAdd: container.capAdd.map(capabilityName),
    capDrop: container.capDrop.map(capabilityName),
    engine: usual === undefined ? "docker" : "podman",
    sysctls: Object.fromEntries(container.sysctls.map((sysctl) => [sysctl.value.name, sysctl.value.value])),
    ulimits: container.ulimits.map((ulimit) => ulimit.value),
    devices: container.devices.map(({ value: { source, path, permissions } }) => ({
      host: source,
      container: path,
      permissions,
    })),
    tmpfs: mounts.flatMap(({ value: { type, path, options = "" } }) => (type === "tmpfs" ? [{ path, options }] : [])),
    mounts: mounts.flatMap(({ value: { type, source, path, readOnly } }) =>
      type === "tmpfs"
        ? []
        : [
            {
              type: type === "other" ? "volume" : type,
              target: path,
              readOnly,
              ...(source !== undefined && { source }),
            },
          ],
    ),
  } as ComparedSettings;
}

function capabilityName({ value }: Located<string>): string {
  return value.toUpperCase().replace(/^CAP_/, "");
}
