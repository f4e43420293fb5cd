import { globSync } from "node:fs";
import { join, relative } from "node:path";
import type { Profile } from "../../domain/profile/profile.ts";
import type { ImageIdentity } from "../../domain/profile/proven-on.ts";
import type { SameImage } from "../../domain/profile/standing.ts";
import { imageReference } from "../../facts/container-spec/image-reference.ts";
import { sameAsId, sameImage } from "../../proof/record/same-image.ts";
import { compareText } from "../../text/compare-text.ts";
import type { Context } from "../context.ts";
import { readProfile } from "./read-profile.ts";

export interface LoadedProfile {
  readonly file: string;
  readonly profile: Profile;
}

/**
 * Profiles to compare containers with: the named files, else those that `harden` and `learn` wrote to `.hullproof` of the current folder.
 * `unread` has the reason why a discovered file is not used. Throws `Failure` for a named one.
 */
export async function loadProfiles(
  files: readonly string[],
  { cwd }: Pick<Context, "cwd">,
): Promise<{ readonly profiles: readonly LoadedProfile[]; readonly unread: readonly string[] }> {
  if (files.length > 0) {
    const read = async (file: string): Promise<LoadedProfile> => ({ file, profile: await readProfile(file, cwd) });
    return { profiles: await Promise.all(files.map(read)), unread: [] };
  }
  const folder = join(cwd, ".hullproof");
  const names = globSync(["profile.json", "*.profile.json", "*/profile.json"], { cwd: folder }).sort(compareText);
  const profiles: LoadedProfile[] = [];
  const unread: string[] = [];
  for (const name of names) {
    const file = relative(cwd, join(folder, name));
    try {
      profiles.push({ file, profile: await readProfile(file, cwd) });
    } catch (error) {
      unread.push(`${file} is not used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { profiles, unread };
}

/** The profile of a container: by image digest, else by the name of its image. */
export function profileOf(
  profiles: readonly LoadedProfile[],
  image: { readonly name: string; readonly id: string; readonly identity: ImageIdentity },
): (LoadedProfile & { readonly same: SameImage["same"] }) | undefined {
  const compared = profiles.map((profile) => ({ ...profile, same: sameAs(profile.profile, image) }));
  const exact = compared.find(({ same }) => same === "yes");
  if (exact !== undefined) return exact;
  const name = repository(image.name);
  return name === undefined ? undefined : compared.find(({ profile }) => repository(profile.image.name) === name);
}

function sameAs(
  { provenOn, alsoProvenOn = [], image }: Profile,
  inspected: { readonly id: string; readonly identity: ImageIdentity },
): SameImage["same"] {
  const { configDigest, manifestDigest } = inspected.identity;
  if (provenOn === undefined) return sameAsId(image.digest, [inspected.id, configDigest, manifestDigest]).same;
  const answers = [provenOn, ...alsoProvenOn].map((record) => sameImage(record.image, inspected.identity).same);
  return answers.find((verdict) => verdict === "yes") ?? answers[0] ?? "unknown";
}

/** `registry/team/app:1` -> `registry/team/app` */
function repository(name: string): string | undefined {
  return imageReference(name)?.name;
}
