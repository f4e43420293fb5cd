import { defaultProofDays, maxProofRecords } from "../../domain/profile/proof-days.ts";
import type { ProvenOn } from "../../domain/profile/proven-on.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { daysBetween, daysLater } from "../../text/age.ts";
import { aspects } from "./aspects.ts";
import { sameImage } from "./same-image.ts";
import type { ProfileUse } from "./proof-validity.ts";

/**
 * The profile, proven on `currentUse` on the day `today` for `days` more (default: as long as the last time). Keeps
 * earlier records, if they are of the same image under the same workload and restrictions.
 */
export function recordProof(profile: Profile, currentUse: ProfileUse, today: string, days?: number): Profile {
  const { imageId: _, ...here } = currentUse;
  const { provenOn: last, alsoProvenOn = [], ...rest } = profile;
  const provenOn: ProvenOn = { ...here, date: today, proveAgainAfter: daysLater(today, days ?? lastDays(last)) };
  const earlierProofs = [...(last === undefined ? [] : [last]), ...alsoProvenOn]
    .filter(
      (one) => identityKeys.every((key) => one[key] === here[key]) && sameImage(one.image, here.image).same === "yes",
    )
    .filter((one) => aspects.some(({ of }) => of(one) !== of(here)))
    .slice(0, maxProofRecords);
  return { ...rest, provenOn, ...(earlierProofs.length > 0 && { alsoProvenOn: earlierProofs }) };
}

const identityKeys = ["workloadDigest", "restrictionsDigest"] as const;

function lastDays(last: ProvenOn | undefined): number {
  const days = last === undefined ? 0 : daysBetween(last.date, last.proveAgainAfter);
  return days >= 1 ? days : defaultProofDays;
}
