import type { Profile } from "../../domain/profile/profile.ts";

/** Default stop timeout of engines in seconds. */
const engineSeconds = 10;

/** The seconds of a clean stop, in a list: empty if the engines' default is as long. */
export function stopSeconds({ workload: { stop } }: Pick<Profile, "workload">): number[] {
  const seconds = Math.ceil(stop.timeoutMs / 1000);
  return seconds > engineSeconds ? [seconds] : [];
}
