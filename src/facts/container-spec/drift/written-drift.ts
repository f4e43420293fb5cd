import type { Drift } from "../../../domain/container/drift.ts";
import type { ContainerSpec, ContainerSpecs, Located } from "../../../domain/container/container-spec.ts";
import type { SpecChange } from "../../../domain/container/spec-change.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { toCapability } from "../../../domain/profile/capability.ts";
import { engineCapabilities } from "../../../data/engine-capabilities.ts";
import { lastPart } from "../../../text/cut.ts";
import { imageReference } from "../image-reference.ts";
import { driftOf } from "./drift-of.ts";
import { extraCapabilities, hasAll } from "./located-drift.ts";
import type { FoundDrift } from "./found-drift.ts";

export interface ProfileAt {
  readonly file: string;
  readonly profile: Profile;
}

/**
 * In what the services of a text are not as their profiles were proven; undefined where no profile belongs to one of them. What comes from a variable,
 * and what the dialect can't say, is not judged.
 */
export function writtenDrift(
  { containers }: ContainerSpecs,
  profiles: readonly ProfileAt[],
): readonly FoundDrift[] | undefined {
  const profiledContainers = containers.flatMap((container) => {
    if (!container.serves || container.fragment === true || container.unknown !== undefined) return [];
    const matchingProfile = profileFor(profiles, container);
    return matchingProfile === undefined ? [] : [{ container, found: matchingProfile }];
  });
  if (profiledContainers.length === 0) return undefined;
  return profiledContainers.flatMap(({ container, found }) => driftIn(container, found));
}

function driftIn(container: ContainerSpec, { file, profile }: ProfileAt): readonly FoundDrift[] {
  const { dialect } = container;
  const isPodman = dialect === "podman" || dialect === "quadlet";
  const defaults = {
    // A text does not know its image; the profile does.
    imageUser: `${profile.user.uid}:${profile.user.gid}`,
    capabilities: engineCapabilities(isPodman ? "Podman" : "Docker"),
    engine: isPodman ? "podman" : "docker",
  } as const;
  return driftOf(profile, container, defaults).flatMap(({ setting, ...drift }): FoundDrift[] => {
    if (dialect === "kubernetes" && notOfPods.has(`${drift.field} ${drift.pointer}`)) return [];
    if (setting !== undefined && isOpen(setting)) return [];
    // The content of the named file is unknown.
    if (drift.field === "seccomp" && drift.direction === "other") return [];
    const change = changeFor(drift, profile, container);
    return [
      {
        ...drift,
        at: setting?.whole ?? setting?.at ?? container.at,
        profile: file,
        container,
        ...(setting && { said: setting }),
        ...(change && { change }),
      },
    ];
  });
}

/** Settings that no pod can express. */
const notOfPods: ReadonlySet<string> = new Set([
  "pids HostConfig.PidsLimit",
  "ulimits HostConfig.Ulimits",
  "network HostConfig.NetworkMode",
]);

function isOpen({ value, written = "", hidden }: Located<unknown>): boolean {
  return Number.isNaN(value) || hidden === true || /\$\{|\$[A-Za-z_]/.test(`${written} ${String(value)}`);
}

/** The change that makes it as it was proven, where there is one that needs nothing else. */
function changeFor(
  { field, direction, pointer }: Drift,
  profile: Profile,
  container: ContainerSpec,
): SpecChange | undefined {
  const dropsAll = hasAll(container.capDrop);
  switch (field) {
    case "memoryBytes":
      return pointer === "HostConfig.Memory" ? { set: field, to: profile.memoryBytes } : undefined;
    case "cpus":
      return profile.cpus === undefined ? undefined : { set: field, to: profile.cpus };
    case "pids":
      return { set: field, to: profile.pids };
    case "readOnlyRootfs":
      return { set: "readOnly", to: true };
    case "noNewPrivileges":
      return { set: "noNewPrivileges", to: true };
    case "network":
      return { set: "network", to: "none" };
    case "tmpfs": {
      const mountPaths = new Set(container.mounts.map(({ value }) => value.path));
      const absentTmpfs = profile.tmpfs.find(({ path }) => !mountPaths.has(path));
      if (absentTmpfs === undefined) return undefined;
      const { path, sizeBytes, mode } = absentTmpfs;
      return { add: "tmpfs", value: `${path}:size=${sizeBytes},mode=${mode}` };
    }
    case "anonymousVolumes": {
      const mountPaths = new Set(container.mounts.map(({ value }) => value.path));
      const absentVolume = profile.anonymousVolumes?.find(({ path }) => !mountPaths.has(path));
      return absentVolume && { add: "volume", value: absentVolume.path };
    }
    case "capabilities": {
      if (container.privileged?.value === true) return undefined;
      const [extra] = extraCapabilities(container, profile);
      if (direction === "wider" && extra !== undefined) return { remove: extra };
      if (direction === "wider") return dropsAll ? undefined : { add: "capDrop", value: "ALL" };
      const addedCapabilities = new Set(container.capAdd.map(({ value }) => toCapability(value)));
      const lackingCapabilities = profile.capabilities.required.filter((name) => !addedCapabilities.has(name));
      return lackingCapabilities[0] === undefined ? undefined : { add: "capAdd", value: lackingCapabilities[0] };
    }
    default:
      return undefined;
  }
}

/** The profile of its digest, else one whose image has the same name: preferably with the container's name or folder. */
function profileFor(profiles: readonly ProfileAt[], { image, name }: ContainerSpec): ProfileAt | undefined {
  const reference = image && imageReference(image.value);
  if (reference === undefined) return undefined;
  const exact = reference.digest && profiles.find(({ profile }) => profile.image.digest === reference.digest);
  if (exact !== undefined && exact !== "") return exact;
  const imageProfiles = profiles.filter(({ profile }) => imageReference(profile.image.name)?.name === reference.name);
  const namedProfile = imageProfiles.find(
    ({ file }) => file.split("/").includes(name) || lastPart(file) === `${name}.profile.json`,
  );
  return (
    namedProfile ??
    imageProfiles.find(({ profile }) => imageReference(profile.image.name)?.tag === reference.tag) ??
    imageProfiles[0]
  );
}
