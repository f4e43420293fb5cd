import type { ContainerSpec, Located } from "../../../domain/container/container-spec.ts";
import type { Drift } from "../../../domain/container/drift.ts";
import { capabilities, toCapability, type Capability } from "../../../domain/profile/capability.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import { extraCapabilities, hasAll, locatedDrift, type LocatedDrift, type SpecDefaults } from "./located-drift.ts";

/** User, capabilities, privileges, system calls and namespaces. */
export function confinementDrift(profile: Profile, container: ContainerSpec, defaults: SpecDefaults): LocatedDrift[] {
  const { privileged, noNewPrivileges, appArmor, unmasked } = container;
  const security = "HostConfig.SecurityOpt";
  return [
    ...userDrift(profile, container, defaults),
    ...(privileged?.value === true
      ? [
          wider(
            "capabilities",
            "not privileged",
            "privileged",
            "it has every capability and every device, and neither seccomp nor AppArmor confines it",
            "HostConfig.Privileged",
            privileged,
          ),
        ]
      : capabilityDrift(profile, container, defaults)),
    ...(profile.noNewPrivileges && noNewPrivileges?.value !== true
      ? [
          wider(
            "noNewPrivileges",
            "no-new-privileges",
            "without it",
            "a set-uid program in it gains what its user does not have",
            security,
            noNewPrivileges,
          ),
        ]
      : []),
    ...(privileged?.value === true ? [] : seccompDrift(profile, container.seccomp)),
    ...(appArmor?.value === "unconfined"
      ? [
          wider(
            "assumptions",
            "the engine's AppArmor profile",
            "unconfined",
            "AppArmor does not confine it",
            security,
            appArmor,
          ),
        ]
      : []),
    ...(unmasked?.value === true
      ? [
          wider(
            "assumptions",
            "masked paths",
            "nothing is masked",
            "all of /proc and /sys can be seen and written",
            "HostConfig.MaskedPaths",
            unmasked,
          ),
        ]
      : []),
    ...namespaceDrift(profile, container),
  ];
}

function wider(
  field: string,
  proven: string,
  actual: string,
  reason: string,
  pointer: string,
  setting: Located<unknown> | undefined,
): LocatedDrift {
  return drifted("wider", field, proven, actual, reason, pointer, setting);
}

function drifted(
  direction: Drift["direction"],
  field: string,
  proven: string,
  actual: string,
  reason: string,
  pointer: string,
  setting: Located<unknown> | undefined,
): LocatedDrift {
  return locatedDrift({ field, direction, proven, actual, why: reason }, pointer, setting);
}

function userDrift({ user }: Profile, container: ContainerSpec, { imageUser }: SpecDefaults): LocatedDrift[] {
  const text = container.user?.value ?? imageUser;
  const proven = `${user.uid}:${user.gid}`;
  const userDrifted = (direction: Drift["direction"], actual: string, reason: string) => [
    drifted(direction, "user", proven, actual, reason, "Config.User", container.user),
  ];
  const [name = "", group] = (text === "" ? "0:0" : text).split(":");
  // Without a group it is that of /etc/passwd, which only the image knows; root's is root.
  if (name === "root" || name === "0")
    return user.uid === 0
      ? []
      : userDrifted("wider", "root", "root in the container was not needed, and reaches further when it breaks out");
  if (!/^\d+$/.test(name))
    return userDrifted("other", text, "the profile has a number, and only the image knows which one this name has");
  return Number(name) !== user.uid || (group !== undefined && /^\d+$/.test(group) && Number(group) !== user.gid)
    ? userDrifted("other", text, "it was proven with another user")
    : [];
}

function capabilityDrift(profile: Profile, container: ContainerSpec, defaults: SpecDefaults): LocatedDrift[] {
  const activeCapabilities = heldCapabilities(container, defaults.capabilities);
  const required = new Set(profile.capabilities.required);
  const beyond = capabilities.filter((name) => activeCapabilities.has(name) && !required.has(name));
  // Capabilities outside the engine's defaults come first.
  const extra = beyond.toSorted(
    (a, b) => Number(defaults.capabilities.includes(a)) - Number(defaults.capabilities.includes(b)),
  );
  const lackingCapabilities = capabilities.filter((name) => required.has(name) && !activeCapabilities.has(name));
  const requiredText = profile.capabilities.required.join(", ") || "no capability";
  const [setting] = extraCapabilities(container, profile);
  return [
    ...(extra.length === 0
      ? []
      : [
          wider(
            "capabilities",
            requiredText,
            extra.length > maxShown
              ? `${extra.slice(0, maxShown).join(", ")} and ${extra.length - maxShown} more beyond`
              : `${extra.join(", ")} beyond`,
            "no run needed them, and whoever breaks into it has them",
            hasAll(container.capDrop) ? "HostConfig.CapAdd" : "HostConfig.CapDrop",
            setting,
          ),
        ]),
    ...(lackingCapabilities.length === 0
      ? []
      : [
          drifted(
            "narrower",
            "capabilities",
            requiredText,
            `without ${lackingCapabilities.join(", ")}`,
            "it broke without them when it was learned",
            "HostConfig.CapAdd",
            setting,
          ),
        ]),
  ];
}

const maxShown = 6;

/** Drop comes first, then add: `ALL` dropped and one added is that one (oci/caps/utils.go of moby, TweakCapabilities). */
function heldCapabilities({ capAdd, capDrop }: ContainerSpec, usual: readonly Capability[]): ReadonlySet<Capability> {
  const dropped = new Set(capDrop.map(({ value }) => toCapability(value)));
  const added = capAdd.flatMap(({ value }) => toCapability(value) ?? []);
  const start = hasAll(capAdd) ? capabilities : hasAll(capDrop) ? [] : usual;
  return new Set([...start.filter((name) => !dropped.has(name)), ...added]);
}

function seccompDrift({ seccomp: proven }: Profile, setting: Located<string> | undefined): LocatedDrift[] {
  const provenText = proven === undefined ? "the engine's own list of system calls" : "its own list of system calls";
  const seccompDrifted = (direction: Drift["direction"], expected: string, actual: string, reason: string) => [
    drifted(direction, "seccomp", expected, actual, reason, "HostConfig.SecurityOpt", setting),
  ];
  if (setting?.value === "unconfined")
    return seccompDrifted("wider", provenText, "unconfined", "every system call of the kernel can be made");
  if (proven === undefined) return [];
  if (setting === undefined || /^(?:RuntimeDefault|builtin|default)$/.test(setting.value))
    return seccompDrifted("wider", provenText, "the engine's own", "calls that no run made are allowed");
  const allowedSyscalls = allowedCalls(setting.value);
  if (allowedSyscalls === undefined)
    return seccompDrifted("other", provenText, "another one, that can't be read", "what it allows is not known");
  const provenSyscalls = callsOf(proven);
  const extraSyscalls = [...allowedSyscalls].filter((name) => !provenSyscalls.has(name)).sort();
  const missingSyscalls = [...provenSyscalls].filter((name) => !allowedSyscalls.has(name)).sort();
  const expected = `${provenSyscalls.size} calls`;
  if (extraSyscalls.length > 0) {
    const actual = `${extraSyscalls.length} more: ${listNames(extraSyscalls)}`;
    return seccompDrifted("wider", expected, actual, "calls that no run made are allowed");
  }
  return missingSyscalls.length === 0
    ? []
    : seccompDrifted(
        "narrower",
        expected,
        `without ${listNames(missingSyscalls)}`,
        "these were made when it was learned",
      );
}

function listNames(names: readonly string[]): string {
  return names.length > maxShown ? `${names.slice(0, maxShown).join(", ")}, ...` : names.join(", ");
}

function callsOf({ syscalls }: SeccompProfile): Set<string> {
  return new Set(syscalls.flatMap(({ action, names }) => (action === "SCMP_ACT_ALLOW" ? names : [])));
}

/** Of a list in the form of Docker; undefined for other texts. A list that allows unnamed calls can't be compared by names. */
function allowedCalls(json: string): Set<string> | undefined {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof list !== "object" || list === null || !("syscalls" in list) || !Array.isArray(list.syscalls))
    return undefined;
  if (!("defaultAction" in list) || list.defaultAction === "SCMP_ACT_ALLOW" || list.defaultAction === "SCMP_ACT_LOG")
    return undefined;
  return new Set(
    list.syscalls.flatMap((rule: unknown): string[] => {
      if (typeof rule !== "object" || rule === null || !("action" in rule) || rule.action !== "SCMP_ACT_ALLOW")
        return [];
      const names = "names" in rule && Array.isArray(rule.names) ? rule.names : "name" in rule ? [rule.name] : [];
      return names.map(String);
    }),
  );
}

function namespaceDrift({ network = "private" }: Profile, container: ContainerSpec): LocatedDrift[] {
  const shared = (name: string, setting: Located<string> | undefined, pointer: string): LocatedDrift[] => {
    const proven = `a ${name} namespace of its own`;
    if (setting?.value === "host")
      return [wider("assumptions", proven, "the host's", `it shares the host's ${name} namespace`, pointer, setting)];
    const reason = `it shares the ${name} namespace of another container`;
    return setting?.value.startsWith("container:") === true
      ? [drifted("other", "assumptions", proven, "another container's", reason, pointer, setting)]
      : [];
  };
  const mode = container.network?.value;
  return [
    ...(network === "host" ? [] : shared("network", container.network, "HostConfig.NetworkMode")),
    ...(network === "none" && mode !== "none" && mode !== "host"
      ? [
          wider(
            "network",
            "none",
            mode ?? "the engine's",
            "it can reach other machines, which it never had to",
            "HostConfig.NetworkMode",
            container.network,
          ),
        ]
      : []),
    ...shared("process", container.pid, "HostConfig.PidMode"),
    ...shared("IPC", container.ipc, "HostConfig.IpcMode"),
    ...shared("UTS", container.uts, "HostConfig.UTSMode"),
    ...(container.userns?.value === "host" ? shared("user", container.userns, "HostConfig.UsernsMode") : []),
  ];
}
