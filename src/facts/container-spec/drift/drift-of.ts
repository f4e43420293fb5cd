import type { Drift } from "../../../domain/container-spec/drift.ts";
import type { GivenSettings } from "../../../domain/container-spec/given-settings.ts";
import type { Capability } from "../../../domain/profile/capability.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { confinementDrift } from "./confinement-drift.ts";
import { limitDrift } from "./limit-drift.ts";
import { storageDrift } from "./storage-drift.ts";

/** A container as it is set up now, with what its image and its engine decide where it says nothing. */
export interface Effective {
  readonly given: GivenSettings;
  /** Of the image. */
  readonly imageUser: string;
  /** What the engine grants to a container that asks for nothing. */
  readonly engineCapabilities: readonly Capability[];
  /** The daemon gives no-new-privileges to each container that does not ask otherwise. */
  readonly engineNoNewPrivileges: boolean;
}

/** In what a container is not as `profile` was proven, in the order of the profile's fields. Pure: nothing is asked. */
export function driftOf(profile: Profile, container: Effective): Drift[] {
  return [
    ...confinementDrift(profile, container),
    ...storageDrift(profile, container.given),
    ...limitDrift(profile, container.given),
  ];
}
