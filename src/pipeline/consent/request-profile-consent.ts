import type { Permit } from "../../consent/decide.ts";
import { capabilityReach } from "../../consent/workload-reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { HostAccess } from "../../domain/workload/host-access.ts";
import { requestConsent } from "./request-consent.ts";
import type { Context } from "../context.ts";

export interface ReadProfile {
  /** The path as the user named it. */
  readonly file: string;
  readonly profile: Profile;
}

/**
 * Returns a permit for the host access of profiles. Only the caller grants a capability beyond the engine's default set, never the profile
 * itself: earlier versions replaced CAP_DAC_OVERRIDE by CAP_DAC_READ_SEARCH on their own. Throws `not-allowed`, with the reason.
 */
export async function requestProfileConsent(
  profiles: readonly ReadProfile[],
  reach: HostAccess,
  context: Pick<Context, "consent" | "askConsent">,
): Promise<Permit> {
  const capabilities = profiles.flatMap(({ profile }) => capabilityReach(profile));
  try {
    return await requestConsent([...reach, ...capabilities], context);
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
  const origin =
    stands === undefined ? "" : ` (an earlier version of hullproof put ${stands.name} in place of ${stands.for})`;
  return `${file} holds ${names.map((name) => `CAP_${name}`).join(", ")}${origin}: plain docker run does not, and a profile cannot grant it to itself.`;
}
