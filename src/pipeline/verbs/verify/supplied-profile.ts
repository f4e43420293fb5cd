import { neededFor, shownWorkload, suppliedWorkload } from "../../../secrets/env-by-name.ts";
import { withStepsByName } from "../../../facts/secrets/steps-by-name.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { envFile } from "../../../formats/compose/env-file.ts";
import type { Context } from "../../context.ts";
import { toVariable } from "../../workload/declared-by-flags.ts";
import { readText } from "../../host/read-text.ts";

/**
 * The profile with values for its variables without one: from files of `NAME=VALUE` lines and from `--env`, which wins. Other variables of
 * the environment are not used: a profile could request any variable of this machine and pass it to its container.
 *
 * @throws Failure `bad-usage` for missing values, and for names that are not in the profile.
 */
export async function suppliedProfile(
  profile: Profile,
  { envFile: files = [] }: { readonly envFile?: readonly string[] },
  file: string,
  context: Context,
): Promise<Profile> {
  const texts = await Promise.all(
    files.map(async (valueFile) => (valueFile === "/dev/null" ? "" : readText(valueFile, context.cwd))),
  );
  const typed = (context.workloadFlags?.env ?? []).map((text) => toVariable(text, context.env ?? {}));
  const suppliedValues = Object.fromEntries([...texts.flatMap((text) => Object.entries(envFile(text))), ...typed]);
  const { workload } = profile;
  const strange = typed.map(([name]) => name).filter((name) => !knows(profile, name));
  if (strange.length > 0)
    throw new Failure("bad-usage", `${file} has no variable ${strange.join(", ")}`, {
      hint: "Leave it out, or learn the profile again with it.",
    });
  const profileVariables = Object.fromEntries(typed.filter(([name]) => Object.hasOwn(workload.env, name)));
  const supplied = suppliedWorkload({ ...workload, env: { ...workload.env, ...profileVariables } }, suppliedValues);
  const missingNames = neededFor(supplied);
  // Profiles of earlier versions hold the secrets of their steps as typed.
  if (missingNames.length === 0) return { ...profile, workload: withStepsByName(supplied) };
  throw new Failure("bad-usage", `${file} does not hold the values of ${missingNames.join(", ")}: they may be secret`, {
    hint: `Give them again, from your environment: ${missingNames.map((name) => `--env ${name}`).join(" ")}; or from a file of NAME=VALUE lines: --env-file FILE.`,
  });
}

/** The profile without secret values, for files and reports. */
export function shownProfile(profile: Profile): Profile {
  return { ...profile, workload: shownWorkload(profile.workload) };
}

function knows({ workload }: Profile, name: string): boolean {
  return Object.hasOwn(workload.env, name) || neededFor(workload).includes(name);
}
