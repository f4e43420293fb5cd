import type { Drift } from "../../../domain/container-spec/drift.ts";
import { capabilities, toCapability, type Capability } from "../../../domain/profile/capability.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import type { ComparedSettings, Effective } from "./effective.ts";

/** User, capabilities, privileges, system calls and namespaces. */
export function confinementDrift(profile: Profile, container: Effective): Drift[] {
  const { given, engineNoNewPrivileges } = container;
  const { privileged, noNewPrivileges = engineNoNewPrivileges } = given;
  return [
    ...userDrift(profile, container),
    ...(privileged
      ? [
          wider(
            "capabilities",
            "not privileged",
            "privileged",
            "it has every capability and every device, and neither seccomp nor AppArmor confines it",
            "HostConfig.Privileged",
          ),
        ]
      : capabilityDrift(profile, container)),
    ...(profile.noNewPrivileges && !noNewPrivileges
      ? [
          wider(
            "noNewPrivileges",
            "no-new-privileges",
            "without it",
            "a set-uid program in it gains what its user does not have",
            "HostConfig.SecurityOpt",
          ),
        ]
      : []),
    ...(privileged ? [] : seccompDrift(profile, given)),
    ...(given.appArmor === "unconfined"
      ? [
          wider(
            "assumptions",
            "the engine's AppArmor profile",
            "unconfined",
            "AppArmor does not confine it",
            "HostConfig.SecurityOpt",
          ),
        ]
      : []),
    ...(given.unmasked
      ? [
          wider(
            "assumptions",
            "masked paths",
            "nothing is masked",
            "all of /proc and /sys can be seen and written",
            "HostConfig.MaskedPaths",
          ),
        ]
      : []),
    ...namespaceDrift(profile, given),
  ];
}

function wider(field: string, proven: string, actual: string, reason: string, pointer: string): Drift {
  return { field, direction: "wider", proven, actual, why: reason, pointer };
}

function userDrift({ user }: Profile, { given, imageUser }: Effective): Drift[] {
  const text = given.user ?? imageUser;
  const pointer = "Config.User";
  const proven = `${user.uid}:${user.gid}`;
  const [name = "", group] = (text === "" ? "0:0" : text).split(":");
  // Without a group it is that of /etc/passwd, which only the image knows; root's is root.
  if (name === "root" || name === "0") {
    return user.uid === 0
      ? []
      : [
          wider(
            "user",
            proven,
            "root",
            "root in the container was not needed, and reaches further when it breaks out",
            pointer,
          ),
        ];
  }
  if (!/^\d+$/.test(name))
    return [
      {
        field: "user",
        direction: "other",
        proven,
        actual: text,
        why: "the profile has a number, and only the image knows which one this name has",
        pointer,
      },
    ];
  if (Number(name) !== user.uid || (group !== undefined && /^\d+$/.test(group) && Number(group) !== user.gid))
    return [
      { field: "user", direction: "other", proven, actual: text, why: "it was proven with another user", pointer },
    ];
  return [];
}

function capabilityDrift({ capabilities: proven }: Profile, { given, engineCapabilities }: Effective): Drift[] {
  const activeCapabilities = heldCapabilities(given, engineCapabilities);
  const required = new Set(proven.required);
  const beyond = capabilities.filter((name) => activeCapabilities.has(name) && !required.has(name));
  // Capabilities outside the engine's defaults come first.
  const extra = beyond.toSorted(
    (a, b) => Number(engineCapabilities.includes(a)) - Number(engineCapabilities.includes(b)),
  );
  const lackingCapabilities = capabilities.filter((name) => required.has(name) && !activeCapabilities.has(name));
  const requiredText = proven.required.join(", ") || "no capability";
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
            given.capDrop.includes("ALL") ? "HostConfig.CapAdd" : "HostConfig.CapDrop",
          ),
        ]),
    ...(lackingCapabilities.length === 0
      ? []
      : [
          {
            field: "capabilities",
            direction: "narrower" as const,
            proven: requiredText,
            actual: `without ${lackingCapabilities.join(", ")}`,
            why: "it broke without them when it was learned",
            pointer: "HostConfig.CapAdd",
          },
        ]),
  ];
}

const maxShown = 6;

/** Drop comes first, then add: `ALL` dropped and one added is that one (oci/caps/utils.go of moby, TweakCapabilities). */
function heldCapabilities(
  { capAdd, capDrop }: ComparedSettings,
  usual: readonly Capability[],
): ReadonlySet<Capability> {
  const dropped = new Set(capDrop.map(toCapability));
  const added = capAdd.flatMap((name) => toCapability(name) ?? []);
  const start = capAdd.includes("ALL") ? capabilities : capDrop.includes("ALL") ? [] : usual;
  return new Set([...start.filter((name) => !dropped.has(name)), ...added]);
}

function seccompDrift({ seccomp: proven }: Profile, { seccomp }: ComparedSettings): Drift[] {
  const pointer = "HostConfig.SecurityOpt";
  const provenText = proven === undefined ? "the engine's own list of system calls" : "its own list of system calls";
  if (seccomp === "unconfined")
    return [wider("seccomp", provenText, "unconfined", "every system call of the kernel can be made", pointer)];
  if (proven === undefined) return [];
  if (seccomp === undefined || seccomp === "builtin" || seccomp === "default")
    return [wider("seccomp", provenText, "the engine's own", "calls that no run made are allowed", pointer)];
  const allowedSyscalls = allowedCalls(seccomp);
  if (allowedSyscalls === undefined)
    return [
      {
        field: "seccomp",
        direction: "other",
        proven: provenText,
        actual: "another one, that can't be read",
        why: "what it allows is not known",
        pointer,
      },
    ];
  const provenSyscalls = callsOf(proven);
  const extraSyscalls = [...allowedSyscalls].filter((name) => !provenSyscalls.has(name)).sort();
  const missingSyscalls = [...provenSyscalls].filter((name) => !allowedSyscalls.has(name)).sort();
  if (extraSyscalls.length > 0)
    return [
      wider(
        "seccomp",
        `${provenSyscalls.size} calls`,
        `${extraSyscalls.length} more: ${listNames(extraSyscalls)}`,
        "calls that no run made are allowed",
        pointer,
      ),
    ];
  if (missingSyscalls.length > 0)
    return [
      {
        field: "seccomp",
        direction: "narrower",
        proven: `${provenSyscalls.size} calls`,
        actual: `without ${listNames(missingSyscalls)}`,
        why: "these were made when it was learned",
        pointer,
      },
    ];
  return [];
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

function namespaceDrift({ network = "private" }: Profile, settings: ComparedSettings): Drift[] {
  const shared = ([name, mode, pointer]: readonly [string, string | undefined, string]): Drift[] =>
    mode === "host"
      ? [
          wider(
            "assumptions",
            `a ${name} namespace of its own`,
            "the host's",
            `it shares the host's ${name} namespace`,
            pointer,
          ),
        ]
      : mode?.startsWith("container:") === true
        ? [
            {
              field: "assumptions",
              direction: "other",
              proven: `a ${name} namespace of its own`,
              actual: "another container's",
              why: `it shares the ${name} namespace of another container`,
              pointer,
            },
          ]
        : [];
  return [
    ...(network === "host" ? [] : shared(["network", settings.network, "HostConfig.NetworkMode"])),
    ...(network === "none" && settings.network !== "none" && settings.network !== "host"
      ? [
          wider(
            "network",
            "none",
            settings.network ?? "the engine's",
            "it can reach other machines, which it never had to",
            "HostConfig.NetworkMode",
          ),
        ]
      : []),
    ...shared(["process", settings.pid, "HostConfig.PidMode"]),
    ...shared(["IPC", settings.ipc, "HostConfig.IpcMode"]),
    ...shared(["UTS", settings.uts, "HostConfig.UTSMode"]),
    ...(settings.userns === "host" ? shared(["user", "host", "HostConfig.UsernsMode"]) : []),
  ];
}
