import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import { ageForm, toDays } from "../../text/age.ts";

/** Days in the age given by `flag`. Throws `bad-usage`. */
export function toProofDays(text: string, flag: string): number {
  const days = toDays(text);
  if (days !== undefined) return days;
  throw new Failure("bad-usage", `${flag} ${text} is not an age`, { hint: `Write ${ageForm}.` });
}

/** Days until a proof expires: from the command line, else from `hullproof.yaml`. Throws `bad-usage`. */
export function proofDays(options: { readonly proveAgainAfter?: string }, { proof }: Pick<Config, "proof">): number {
  const { proveAgainAfter } = options;
  return proveAgainAfter === undefined ? proof.days : toProofDays(proveAgainAfter, "--prove-again-after");
}
