import type { Permit } from "../../consent/decide.ts";
import type { ListeningSocket } from "../../domain/workload/observation.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Tmpfs } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import type { Baseline } from "../lab/baseline.ts";
import { advised } from "./growth/growing-paths.ts";
import { measureGrowth } from "./growth/measure-growth.ts";
import { healthCommand } from "../trial/health-command.ts";
import { untestedOf } from "./untested.ts";

interface About {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly permit: Permit;
}

/** What stands beside a profile's verdict: what no step reached, and what grows. A field that would be empty is missing. */
export async function besideProfile(
  run: Run,
  { image, imageSummary, permit }: About,
  { workload, trials: [original] }: Pick<Baseline, "workload" | "trials">,
  { listening, tmpfs }: { readonly listening: readonly ListeningSocket[]; readonly tmpfs: readonly Tmpfs[] },
): Promise<Pick<Profile, "untested" | "growing">> {
  const untested = untestedOf(workload, imageSummary, original, listening);
  const health = healthCommand(imageSummary);
  const growth = await measureGrowth(run, image, workload, passMs(original), permit, health);
  const growing = growth === undefined ? [] : advised(growth.found, growth.steps, tmpfs);
  return { ...(untested.length > 0 && { untested }), ...(growing.length > 0 && { growing }) };
}

function passMs({ lives: [life] }: Trial): number {
  return (life?.steps ?? []).reduce((sum, { ms, repeats }) => sum + ms * (repeats?.count ?? 1), 0);
}
