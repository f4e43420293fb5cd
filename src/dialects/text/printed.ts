import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { EmittedFile, Emission, Emitter, EmitOptions } from "../emitter.ts";

/**
 * The result of a dialect on request by name.
 * @throws Failure `bad-profile` if the profile has nothing for the dialect, or settings that no target can express.
 */
export function emitted(emitter: Emitter, profile: Profile, options: EmitOptions = {}): Emission {
  const emission = emitter.emit(profile, options);
  if (emission.files.length > 0) return emission;
  throw emitter.nothing?.(profile) ?? nothing(emitter, profile);
}

/** The only file, or several files, each below a line with its name. */
export function printed(files: readonly EmittedFile[]): string {
  const [first] = files;
  if (files.length === 1 && first !== undefined) return first.text;
  return files.map(({ name, text }) => `# ${name}\n${text}`).join("\n");
}

function nothing({ title }: Emitter, { image }: Profile): Failure {
  return new Failure("bad-profile", `The profile of ${image.name} has nothing for a ${title}.`, {
    hint: "Print it in another form, or learn the image again: hullproof learn IMAGE",
  });
}
