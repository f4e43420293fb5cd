import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Emitter, EmitOptions } from "../emitter.ts";

/**
 * What `emit --to NAME` prints: the dialect's file, or each of several below a line with its name.
 *
 * @throws Failure `bad-profile` where the profile has nothing for the dialect, or what it cannot say.
 */
export function printed(emitter: Emitter, profile: Profile, options: EmitOptions = {}): string {
  const files = emitter.files(profile, options);
  const [first] = files;
  if (first === undefined) throw emitter.nothing?.(profile) ?? nothing(emitter, profile);
  return files.length === 1 ? first.text : files.map(({ name, text }) => `# ${name}\n${text}`).join("\n");
}

function nothing({ title }: Emitter, { image }: Profile): Failure {
  return new Failure("bad-profile", `The profile of ${image.name} has nothing for a ${title}.`, {
    hint: "Print it in another form, or learn the image again: hullproof learn IMAGE",
  });
}
