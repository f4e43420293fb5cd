import type { ListeningSocket } from "../../domain/workload/observation.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import type { ImageSummary } from "../../sources/engine/types.ts";
import type { Baseline } from "../lab/reference.ts";
import { advised } from "./growth/growing-paths.ts";
import type { Growth } from "./growth/measure-growth.ts";
import { untestedBody, untestedOf } from "./untested.ts";

interface Found {
  readonly listening: readonly ListeningSocket[];
  readonly tmpfs: readonly Tmpfs[];
  /** Undefined where it could not be measured. */
  readonly growth: Growth | undefined;
}

/** What stands beside a profile's verdict: what no step reached, and what grows. A field that would be empty is missing. */
export function besideProfile(
  imageSummary: ImageSummary,
  { workload, trials: [original], refused = [] }: Pick<Baseline, "workload" | "trials" | "refused">,
  { listening, tmpfs, growth }: Found,
): Pick<Profile, "untested" | "growing"> {
  const untested = [...untestedOf(workload, imageSummary, original, listening), ...refused.map(untestedBody)];
  const growing = growth === undefined ? [] : advised(growth.found, growth.steps, tmpfs);
  return { ...(untested.length > 0 && { untested }), ...(growing.length > 0 && { growing }) };
}
