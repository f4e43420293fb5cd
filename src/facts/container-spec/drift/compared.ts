import type { Said, WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import type { ComparedSettings } from "./effective.ts";

/** A text's container in the words of an engine, as far as a profile says something of it. */
export function comparedSettings(container: WrittenContainer): ComparedSettings {
  const { dialect, mounts, noNewPrivileges, seccomp, appArmor, userns } = container;
  const value = <Value>(said: Said<Value> | undefined): Value | undefined => said?.value;
  const limit = (said: Said<number> | undefined): number | undefined =>
    said === undefined || said.value <= 0 || Number.isNaN(said.value) ? undefined : said.value;
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
    ...(Object.fromEntries(Object.entries(settings).filter(([, one]) => one !== undefined)) as typeof settings &
      object),
    privileged: container.privileged?.value === true,
    unmasked: container.unmasked?.value === true,
    readOnly: container.readOnly?.value === true,
    capAdd: container.capAdd.map(bare),
    capDrop: container.capDrop.map(bare),
    engine: usual === undefined ? "docker" : "podman",
    sysctls: Object.fromEntries(container.sysctls.map((said) => [said.value.name, said.value.value])),
    ulimits: container.ulimits.map((said) => said.value),
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

function bare({ value }: Said<string>): string {
  return value.toUpperCase().replace(/^CAP_/, "");
}
