import type { Profile } from "../../domain/profile/profile.ts";

/** What engines wait before they kill, in seconds, where no one says otherwise. */
const engineSeconds = 10;

/** The seconds that a clean stop was given, in a list: empty where engines wait as long by themselves. */
export function stopSeconds({ workload: { stop } }: Pick<Profile, "workload">): number[] {
  const seconds = Math.ceil(stop.timeoutMs / 1000);
  return seconds > engineSeconds ? [seconds] : [];
}
