import type { ListeningSocket } from "../../domain/workload/observation.ts";
import type { BrokenTool } from "../../domain/profile/broken-tool.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import type { ImageSummary } from "../../sources/engine/types.ts";
import type { ReferenceBehavior } from "../experiment/reference.ts";
import type { ImageTools } from "../observe/files/image-tools.ts";
import { advised } from "./growth/growing-paths.ts";
import type { Growth } from "./growth/measure-growth.ts";
import { untestedBody, untestedOf } from "./untested.ts";

/** Tools that no longer work with `docker exec`. Empty fields are absent. */
export function brokenByExec(
  { noNewPrivileges }: Pick<Restrictions, "noNewPrivileges">,
  brokenTools: readonly BrokenTool[] = [],
  { setId }: Pick<ImageTools, "setId"> = { setId: [] },
): Pick<Profile, "brokenTools" | "setIdPrograms"> {
  return {
    ...(brokenTools.length > 0 && { brokenTools }),
    ...(noNewPrivileges === true && setId.length > 0 && { setIdPrograms: setId }),
  };
}

interface ProfileEvidence {
  readonly listening: readonly ListeningSocket[];
  readonly tmpfs: readonly Tmpfs[];
  /** Undefined where it could not be measured. */
  readonly growth: Growth | undefined;
  /** Rejected packets to the internet; undefined if trials had internet access, or packets could not be counted. */
  readonly rejectedPackets?: number | undefined;
}

/** Additions to a profile's verdict: entry points without a step, and unbounded growth. Empty fields are absent. */
export function besideProfile(
  imageSummary: ImageSummary,
  { workload, trials: [original], refused = [] }: Pick<ReferenceBehavior, "workload" | "trials" | "refused">,
  { listening, tmpfs, growth, rejectedPackets }: ProfileEvidence,
): Pick<Profile, "untested" | "growing"> {
  const untested = [
    ...untestedOf(workload, imageSummary, original, listening, rejectedPackets),
    ...refused.map(untestedBody),
  ];
  const growing = growth === undefined ? [] : advised(growth.found, growth.steps, tmpfs);
  return { ...(untested.length > 0 && { untested }), ...(growing.length > 0 && { growing }) };
}
