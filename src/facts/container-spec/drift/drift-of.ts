import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { confinementDrift } from "./confinement-drift.ts";
import { limitDrift } from "./limit-drift.ts";
import type { LocatedDrift, SpecDefaults } from "./located-drift.ts";
import { storageDrift } from "./storage-drift.ts";
import { sysctlDrift } from "./sysctl-drift.ts";

/**
 * Differences of a container from its proven `profile`, in the order of the profile's fields: of one that runs, and of one that a text describes. Pure: no
 * I/O.
 */
export function driftOf(profile: Profile, container: ContainerSpec, defaults: SpecDefaults): LocatedDrift[] {
  return [
    ...confinementDrift(profile, container, defaults),
    ...storageDrift(profile, container),
    ...limitDrift(profile, container),
    ...sysctlDrift(profile, container, defaults),
  ];
}
