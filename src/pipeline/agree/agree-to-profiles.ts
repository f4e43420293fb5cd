import type { Permit } from "../../consent/decide.ts";
import { capabilityReach } from "../../consent/workload-reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Reach } from "../../domain/workload/reach.ts";
import { agree } from "./agree.ts";
import type { Context } from "../context.ts";

export interface ReadProfile {
  /** As the person named it. */
  readonly file: string;
  readonly profile: Profile;
}

/**
 * Leave for what profiles reach. A capability beyond the engine's default set is granted by whoever calls, and never by the profile that
 * holds it: earlier versions put CAP_DAC_READ_SEARCH in place of CAP_DAC_OVERRIDE by themselves. Throws `not-allowed`, with the reason.
 */
export async function agreeToProfiles(
  profiles: readonly ReadProfile[],
  reach: Reach,
  context: Pick<Context, "consent" | "askConsent">,
): Promise<Permit> {
  const held = profiles.flatMap(({ profile }) => capabilityReach(profile));
  try {
    return await agree([...reach, ...held], context);
  } catch (error) {
    const strong = profiles.find(({ profile }) => capabilityReach(profile).length > 0);
    if (!(error instanceof Failure) || error.code !== "not-allowed" || strong === undefined) throw error;
    const names = capabilityReach(strong.profile).map(({ value }) => value);
    throw new Failure(error.code, `${refusal(strong, names)}\n${error.message}`, {
      hint: `Learn it again, which finds a profile without ${names.length === 1 ? "it" : "them"}: hullproof learn ${strong.profile.image.name}\n${error.hint}`,
      cause: error,
    });
  }
}

function refusal({ file, profile }: ReadProfile, names: readonly string[]): string {
  const stands = profile.capabilities.substitutes?.find(({ name }) => names.includes(name));
  const why =
    stands === undefined ? "" : ` (an earlier version of hullproof put ${stands.name} in place of ${stands.for})`;
  return `${file} holds ${names.map((name) => `CAP_${name}`).join(", ")}${why}: plain docker run does not, and a profile cannot grant it to itself.`;
}
