import { dirname, join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { ProofAge } from "../../domain/profile/standing.ts";
import { proofAge } from "../../proof/record/proof-age.ts";
import type { Context } from "../context.ts";
import { readProfile } from "../profiles/read-profile.ts";

/** State of the proof for a Dockerfile: the profile that `harden` wrote next to it. Only an engine could tell whether the image has changed. */
export type ProofBeside =
  | { readonly profile: Profile; readonly age: ProofAge; readonly file: string }
  /** Undefined: there is none. */
  | { readonly unreadable: string | undefined; readonly file: string };

export async function proofBeside(
  dockerfile: string,
  { cwd, today }: Pick<Context, "cwd" | "today">,
): Promise<ProofBeside> {
  const file = join(dirname(dockerfile), ".hullproof", "profile.json");
  try {
    const profile = await readProfile(file, cwd);
    return { profile, age: proofAge(profile.provenOn, today), file };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { unreadable: error.code === "no-such-file" ? undefined : error.message, file };
  }
}
