import { neededFor, shownWorkload, suppliedWorkload } from "../../text/env-by-name.ts";
import { withStepsByName } from "../../facts/secrets/steps-by-name.ts";
import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { envFile } from "../../formats/compose/env-file.ts";
import type { Context } from "../context.ts";
import { toVariable } from "../workload/declared-by-flags.ts";
import { readText } from "../host/read-text.ts";

/**
 * The profile with the values of variables that it holds by name: from files of `NAME=VALUE` lines and from `--env`, which wins. Nothing is taken from
 * the environment that the user did not name: a profile could ask for any variable of this machine and hand it to its container.
 *
 * @throws Failure `bad-usage` for values that are missing, and for names that the profile does not know.
 */
export async function suppliedProfile(
  profile: Profile,
  { envFile: files = [] }: { readonly envFile?: readonly string[] },
  file: string,
  context: Context,
): Promise<Profile> {
  const texts = await Promise.all(files.map(async (one) => (one === "/dev/null" ? "" : readText(one, context.cwd))));
  const typed = (context.workloadFlags?.env ?? []).map((text) => toVariable(text, context.env ?? {}));
  const given = Object.fromEntries([...texts.flatMap((text) => Object.entries(envFile(text))), ...typed]);
  const { workload } = profile;
  const strange = typed.map(([name]) => name).filter((name) => !knows(profile, name));
  if (strange.length > 0)
    throw new Failure("bad-usage", `${file} has no variable ${strange.join(", ")}`, {
      hint: "Leave it out, or learn the profile again with it.",
    });
  const own = Object.fromEntries(typed.filter(([name]) => Object.hasOwn(workload.env, name)));
  const supplied = suppliedWorkload({ ...workload, env: { ...workload.env, ...own } }, given);
  const missing = neededFor(supplied);
  // A profile of before has the secrets of its steps as they were typed.
  if (missing.length === 0) return { ...profile, workload: withStepsByName(supplied) };
  throw new Failure("bad-usage", `${file} does not hold the values of ${missing.join(", ")}: they may be secret`, {
    hint: `Give them again, from your environment: ${missing.map((name) => `--env ${name}`).join(" ")}; or from a file of NAME=VALUE lines: --env-file FILE.`,
  });
}

/** The profile as a file or a report may hold it. */
export function shownProfile(profile: Profile): Profile {
  return { ...profile, workload: shownWorkload(profile.workload) };
}

function knows({ workload }: Profile, name: string): boolean {
  return Object.hasOwn(workload.env, name) || neededFor(workload).includes(name);
}
