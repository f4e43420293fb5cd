import { isImageName } from "../domain/image/image-name.ts";
import type { Profile } from "../domain/profile/profile.ts";
import type { Restrictions } from "../domain/profile/restrictions.ts";
import type { ResolvedPath, HostAccess, ReachItem } from "../domain/workload/host-access.ts";
import type { Volume, Workload } from "../domain/workload/workload.ts";
import { folderItem } from "./folder-item.ts";
import { grantedByDefault, harmlessUlimits, isOwnSysctl } from "./harmless.ts";
import { lexically, relativeTo, shortName, within } from "./paths.ts";
import { seccompReach } from "./seccomp.ts";
import { runItem } from "./run-item.ts";
import { capabilityItem, deviceItem, networkItem, sysctlItem, ulimitItem } from "./spec-reach.ts";

/** The origin of a workload: a file, whose folder it may use without consent, or the user's command line. */
export interface Asker {
  /** Absolute, with links resolved. */
  readonly folder: string;
  /** The current folder, absolute: relative paths of a workload start there. */
  readonly cwd: string;
  /** Typed by the user of this machine: it is recorded, but needs no other consent. */
  readonly typed?: boolean;
}

/** Paths as a workload writes them -> what is there now. */
export type Places = ReadonlyMap<string, ResolvedPath>;

/** All host access of a workload, including its companions. Access that every container has is not listed. */
export function workloadReach(workload: Partial<Workload>, asker: Asker, places: Places): HostAccess {
  const { steps = [], grants = {}, volumes = [], companions = [] } = workload;
  const items = [
    ...steps.flatMap((step) => (step.kind === "run" ? [runItem(step)] : [])),
    ...givenReach(grants.capabilities, grants),
    ...volumes.flatMap((volume) => volumeReach(volume, asker, places)),
    ...companions.flatMap(({ name, image, volumes: companionVolumes, grants: companionGrants = {} }) => [
      ...imageReach(image, `the companion ${name}`),
      ...givenReach(companionGrants.capabilities, companionGrants),
      ...companionVolumes.flatMap((volume) => volumeReach(volume, asker, places)),
    ]),
  ];
  return asker.typed === true ? items.map((item): ReachItem => ({ ...item, own: true })) : items;
}

/** The capabilities that a profile, or one of its witnesses, adds. */
export function restrictionsReach(restrictions: Restrictions): HostAccess {
  const { seccomp } = restrictions;
  return [
    ...givenReach(restrictions.addCapabilities, restrictions),
    ...(seccomp === undefined ? [] : seccompReach(JSON.stringify(seccomp))),
  ];
}

/** Capabilities of a profile that no engine grants by default. */
export function capabilityReach({
  capabilities: { required, substitutes = [] },
}: Pick<Profile, "capabilities">): HostAccess {
  return givenReach([...new Set([...required, ...substitutes.map(({ name }) => name)])], {});
}

function givenReach(
  capabilities: readonly string[] = [],
  {
    devices = [],
    ulimits = [],
    sysctls = {},
    network,
  }: Pick<Restrictions, "devices" | "ulimits" | "sysctls" | "network">,
): HostAccess {
  return [
    ...capabilities.filter((name) => !grantedByDefault.has(name)).map(capabilityItem),
    ...(network === "host" ? [networkItem(network)] : []),
    ...devices.map(deviceItem),
    ...ulimits.filter(({ name }) => !harmlessUlimits.has(name)).map(ulimitItem),
    ...Object.entries(sysctls).flatMap(([name, value]) =>
      isOwnSysctl(name, network) ? [] : [sysctlItem(name, value)],
    ),
  ];
}

export function imageReach(image: string, of: string): HostAccess {
  if (isImageName(image)) return [];
  return [{ kind: "image", value: image, what: `is not an image name, and could be read as an option (${of})` }];
}

function volumeReach({ from, path }: Volume, asker: Asker, places: Places): HostAccess {
  if (from === undefined) return [];
  const located = places.get(from);
  const requestedPath = lexically(asker.cwd, from);
  // A missing path cannot be mounted, and is reported then; until then its intended path counts.
  const real = located?.path ?? requestedPath;
  const item = folderItem({ from, at: path, located, use: "read", named: namesOf(real, asker) });
  // A socket or a device reaches further than the folder that contains it.
  const plain = located === undefined || located.kind !== "other";
  return [plain && within(asker.folder, real) ? { ...item, own: true } : item];
}

/** The path relative to the requesting file. Each spelling of the same path counts, but no link to it. */
function namesOf(
  real: string,
  { folder, cwd }: Asker,
): { readonly value: string; readonly aliases: readonly string[] } {
  return { value: shortName(folder, real), aliases: [relativeTo(folder, real), relativeTo(cwd, real), real] };
}
