import { defaultProofDays, mostRecords, type ProvenOn } from "../../domain/profile/proven-on.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { daysBetween, daysLater } from "../../text/age.ts";
import { aspects } from "./aspects.ts";
import { sameImage } from "./same-image.ts";
import type { Here } from "./standing.ts";

/**
 * The profile, proven on `here` on the day `today` for `days` more (default: as long as the last time). What it was proven on before stays with
 * it, as long as that was the same image under the same workload and restrictions.
 */
export function recordProof(profile: Profile, there: Here, today: string, days?: number): Profile {
  const { imageId: _, ...here } = there;
  const { provenOn: last, alsoProvenOn = [], ...rest } = profile;
  const provenOn: ProvenOn = { ...here, date: today, proveAgainAfter: daysLater(today, days ?? lastDays(last)) };
  const others = [...(last === undefined ? [] : [last]), ...alsoProvenOn]
    .filter((one) => same.every((key) => one[key] === here[key]) && sameImage(one.image, here.image).same === "yes")
    .filter((one) => aspects.some(({ of }) => of(one) !== of(here)))
    .slice(0, mostRecords);
  return { ...rest, provenOn, ...(others.length > 0 && { alsoProvenOn: others }) };
}

const same = ["workloadDigest", "restrictionsDigest"] as const;

function lastDays(last: ProvenOn | undefined): number {
  const days = last === undefined ? 0 : daysBetween(last.date, last.proveAgainAfter);
  return days >= 1 ? days : defaultProofDays;
}
