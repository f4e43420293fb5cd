import type { ProvenOn } from "../../domain/profile/proven-on.ts";
import type { ProofAge } from "../../domain/profile/standing.ts";
import { daysBetween } from "../../text/age.ts";

/** Maximum age of a proof in days, in addition to the profile's date; `due`: only that date. */
export type ExpiredAfter = number | "due";

/**
 * Age of a proof on the day `today` (ISO date, UTC). It expires after the profile's date, and after `expiry` days if
 * given. A missing or future date gives no age: such a proof never counts as current if an age is demanded.
 */
export function proofAge(
  provenOn: Pick<ProvenOn, "date" | "proveAgainAfter"> | undefined,
  today: string,
  expiry?: ExpiredAfter,
): ProofAge {
  if (provenOn === undefined)
    return expiry === undefined ? {} : { expired: "the profile does not say when it was proven" };
  const { date, proveAgainAfter } = provenOn;
  const days = daysBetween(date, today);
  const dates = { provenOn: date, proveAgainAfter };
  // Tolerates clocks on both sides of midnight.
  if (days < -1)
    return { ...dates, expired: `it claims to be proven on ${date}, which is still to come: today is ${today}` };
  const age = { ...dates, days: Math.max(0, days) };
  const ago = days < 1 ? `proven on ${date}` : `proven on ${date}, ${countDays(days)} ago`;
  if (typeof expiry === "number" && days > expiry)
    return { ...age, expired: `${ago}, and it may be ${countDays(expiry)} old` };
  if (daysBetween(proveAgainAfter, today) > 0)
    return { ...age, expired: `${ago}, and it was to be proven again after ${proveAgainAfter}` };
  return age;
}

function countDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
