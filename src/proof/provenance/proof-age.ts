import type { ProvenOn } from "../../domain/profile/proven-on.ts";
import type { ProofAge } from "../../domain/profile/standing.ts";
import { daysBetween } from "../../text/age.ts";

/** After how many days a proof is too old, beside the profile's own date; `due`: by that date alone. */
export type ExpiredAfter = number | "due";

/**
 * How old a proof is on the day `today` (ISO date, UTC). It is expired after the profile's own date, and after `after` days where some are named.
 * A date that is missing, or lies in the future, says nothing of the age: such a proof never counts as current where an age is demanded.
 */
export function proofAge(
  provenOn: Pick<ProvenOn, "date" | "proveAgainAfter"> | undefined,
  today: string,
  after?: ExpiredAfter,
): ProofAge {
  if (provenOn === undefined)
    return after === undefined ? {} : { expired: "the profile does not say when it was proven" };
  const { date, proveAgainAfter } = provenOn;
  const days = daysBetween(date, today);
  const said = { provenOn: date, proveAgainAfter };
  // Clocks on both sides of midnight.
  if (days < -1)
    return { ...said, expired: `it claims to be proven on ${date}, which is still to come: today is ${today}` };
  const age = { ...said, days: Math.max(0, days) };
  const ago = days < 1 ? `proven on ${date}` : `proven on ${date}, ${counted(days)} ago`;
  if (typeof after === "number" && days > after)
    return { ...age, expired: `${ago}, and it may be ${counted(after)} old` };
  if (daysBetween(proveAgainAfter, today) > 0)
    return { ...age, expired: `${ago}, and it was to be proven again after ${proveAgainAfter}` };
  return age;
}

function counted(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
