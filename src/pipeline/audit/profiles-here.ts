import { globSync } from "node:fs";
import { join, relative } from "node:path";
import type { Profile } from "../../domain/profile/profile.ts";
import type { ImageIdentity } from "../../domain/profile/proven-on.ts";
import type { SameImage } from "../../domain/profile/standing.ts";
import { imageReference } from "../../facts/container-spec/image-reference.ts";
import { sameAsId, sameImage } from "../../proof/provenance/same-image.ts";
import { compareText } from "../../text/compare-text.ts";
import type { Context } from "../context.ts";
import { readProfile } from "../profile/read-profile.ts";

export interface ProfileHere {
  readonly file: string;
  readonly profile: Profile;
}

/**
 * Profiles that containers are compared with: those that are named, else what `harden` and `learn` left in `.hullproof` of the current folder.
 * `unread` says why one that was found is not used. Throws `Failure` for one that was named.
 */
export async function profilesHere(
  named: readonly string[],
  { cwd }: Pick<Context, "cwd">,
): Promise<{ readonly profiles: readonly ProfileHere[]; readonly unread: readonly string[] }> {
  if (named.length > 0) {
    const read = async (file: string): Promise<ProfileHere> => ({ file, profile: await readProfile(file, cwd) });
    return { profiles: await Promise.all(named.map(read)), unread: [] };
  }
  const folder = join(cwd, ".hullproof");
  const found = globSync(["profile.json", "*.profile.json", "*/profile.json"], { cwd: folder }).sort(compareText);
  const profiles: ProfileHere[] = [];
  const unread: string[] = [];
  for (const name of found) {
    const file = relative(cwd, join(folder, name));
    try {
      profiles.push({ file, profile: await readProfile(file, cwd) });
    } catch (error) {
      unread.push(`${file} is not used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { profiles, unread };
}

/** The profile that belongs to a container: that of its image by digest, else one whose image has the same name. */
export function profileOf(
  profiles: readonly ProfileHere[],
  image: { readonly name: string; readonly id: string; readonly identity: ImageIdentity },
): (ProfileHere & { readonly same: SameImage["same"] }) | undefined {
  const compared = profiles.map((one) => ({ ...one, same: sameAs(one.profile, image) }));
  const exact = compared.find(({ same }) => same === "yes");
  if (exact !== undefined) return exact;
  const name = repository(image.name);
  return name === undefined ? undefined : compared.find(({ profile }) => repository(profile.image.name) === name);
}

function sameAs(
  { provenOn, alsoProvenOn = [], image }: Profile,
  here: { readonly id: string; readonly identity: ImageIdentity },
): SameImage["same"] {
  const { configDigest, manifestDigest } = here.identity;
  if (provenOn === undefined) return sameAsId(image.digest, [here.id, configDigest, manifestDigest]).same;
  const answers = [provenOn, ...alsoProvenOn].map((record) => sameImage(record.image, here.identity).same);
  return answers.find((same) => same === "yes") ?? answers[0] ?? "unknown";
}

/** `registry/team/app:1` -> `registry/team/app` */
function repository(name: string): string | undefined {
  return imageReference(name)?.name;
}
