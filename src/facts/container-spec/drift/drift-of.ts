import type { Drift } from "../../../domain/container-spec/drift.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { confinementDrift } from "./confinement-drift.ts";
import type { Effective } from "./effective.ts";
import { limitDrift } from "./limit-drift.ts";
import { storageDrift } from "./storage-drift.ts";
import { sysctlDrift } from "./sysctl-drift.ts";

/** In what a container is not as `profile` was proven, in the order of the profile's fields. Pure: nothing is asked. */
export function driftOf(profile: Profile, container: Effective): Drift[] {
  return [
    ...confinementDrift(profile, container),
    ...storageDrift(profile, container.given),
    ...limitDrift(profile, container.given),
    ...sysctlDrift(profile, container.given),
  ];
}
