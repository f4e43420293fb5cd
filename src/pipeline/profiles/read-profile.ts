import type { Profile } from "../../domain/profile/profile.ts";
import { limits } from "../../sources/files/limits.ts";
import { parseProfile } from "../../sources/profile/profile-file.ts";
import { readText } from "../host/read-text.ts";

/** A profile of `learn` or `harden`. Throws `no-such-file`, `unreadable`, or `bad-profile` with the field. */
export async function readProfile(file: string, cwd: string): Promise<Profile> {
  return parseProfile(await readText(file, cwd, { limit: limits.profile }), file);
}
