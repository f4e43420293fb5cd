import type { Drift } from "../../../domain/container-spec/drift.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { confinementDrift } from "./confinement-drift.ts";
import type { Effective } from "./effective.ts";
import { limitDrift } from "./limit-drift.ts";
import { storageDrift } from "./storage-drift.ts";
import { sysctlDrift } from "./sysctl-drift.ts";

/** Differences of a container from its proven `profile`, in the order of the profile's fields. Pure: no I/O. */
export function driftOf(profile: Profile, container: Effective): Drift[] {
  return [
    ...confinementDrift(profile, container),
    ...storageDrift(profile, container.given),
    ...limitDrift(profile, container.given),
    ...sysctlDrift(profile, container.given),
  ];
}
