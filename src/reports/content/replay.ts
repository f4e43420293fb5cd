import type { Witness } from "../../domain/profile/witness.ts";

/** The command that runs a witness again; undefined where the profile does not keep what it ran under. */
export function replayCommand({ trials, restrictions }: Witness): string | undefined {
  const [first] = trials;
  return first === undefined || restrictions === undefined ? undefined : `hullproof verify PROFILE --replay ${first}`;
}
