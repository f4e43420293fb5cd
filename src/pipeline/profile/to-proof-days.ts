import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import { ageForm, toDays } from "../../text/age.ts";

/** Days of the age that stands behind `flag`. Throws `bad-usage`. */
export function toProofDays(text: string, flag: string): number {
  const days = toDays(text);
  if (days !== undefined) return days;
  throw new Failure("bad-usage", `${flag} ${text} is not an age`, { hint: `Write ${ageForm}.` });
}

/** For how many days a proof counts as current: as the command line says, else as `hullproof.yaml` does. Throws `bad-usage`. */
export function proofDays(options: { readonly proveAgainAfter?: string }, { proof }: Pick<Config, "proof">): number {
  const { proveAgainAfter } = options;
  return proveAgainAfter === undefined ? proof.days : toProofDays(proveAgainAfter, "--prove-again-after");
}
