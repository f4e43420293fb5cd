import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";

type Security = Pick<RequestedSettings, "noNewPrivileges" | "seccomp" | "appArmor" | "labels" | "otherSecurity">;

/**
 * The options of `HostConfig.SecurityOpt`: an option and its value are separated by the first `=`, else at the first
 * `:` (daemon/daemon_unix.go of moby, parseSecurityOpt). The engine itself sets `label=disable` for a container that is
 * privileged or shares the host's processes; `unmask=all` is `unmasked`.
 */
export function securityOptions(
  options: readonly string[],
  container: { readonly privileged: boolean; readonly pid: string; readonly ipc: string },
): Security {
  const labels: string[] = [];
  const otherSecurity: string[] = [];
  let noNewPrivileges: boolean | undefined;
  let seccomp: string | undefined;
  let appArmor: string | undefined;
  const unlabelled = container.privileged || container.pid === "host" || container.ipc === "host";
  for (const option of options) {
    const { key, value } = divided(option);
    if (key === "no-new-privileges") noNewPrivileges = value === "" || value.toLowerCase() === "true";
    else if (key === "seccomp") seccomp = value;
    else if (key === "apparmor") appArmor = value;
    else if (key === "label" || option === "disable") {
      const label = option === "disable" ? "disable" : value;
      if (!(label === "disable" && unlabelled)) labels.push(label);
    } else if (!/^unmask[=:]all$/i.test(option)) otherSecurity.push(option);
  }
  return {
    labels,
    otherSecurity,
    ...(noNewPrivileges !== undefined && { noNewPrivileges }),
    ...(seccomp !== undefined && { seccomp }),
    ...(appArmor !== undefined && { appArmor }),
  };
}

function divided(option: string): { readonly key: string; readonly value: string } {
  const equals = option.indexOf("=");
  const at = equals === -1 ? option.indexOf(":") : equals;
  return at === -1 ? { key: option, value: "" } : { key: option.slice(0, at), value: option.slice(at + 1) };
}
