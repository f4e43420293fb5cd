import type { Workload } from "../workload/workload.ts";
import type { Profile } from "./profile.ts";

/** Every field of a profile by its path; of the workload each field by itself, since a part of them is how the container is run. */
export type ProfileField = Exclude<keyof Profile, "workload"> | `workload.${keyof Workload}`;
