import type { Witness } from "../../domain/profile/witness.ts";

/** The command that replays a witness; undefined if the profile lacks the run's settings. */
export function replayCommand({ trials, restrictions }: Witness): string | undefined {
  const [first] = trials;
  return first === undefined || restrictions === undefined ? undefined : `hullproof verify PROFILE --replay ${first}`;
}
