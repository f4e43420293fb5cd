import { Failure } from "../domain/failure.ts";
import { capabilityReach, restrictionsReach } from "../consent/workload-reach.ts";
import { isImageName } from "../domain/image-name.ts";
import type { ReadProfile } from "./agree-to-profiles.ts";
import { toRestrictions } from "../domain/to-restrictions.ts";
import { emitters } from "../emit/index.ts";
import type { Context } from "./context.ts";

export const dialects: readonly { readonly name: string; readonly title: string }[] = emitters;

/**
 * `hullproof emit PROFILE... --to NAME`. `image` replaces the profile's image name. Several profiles have only one thing that they can
 * share: a list of system calls.
 */
export async function emitProfiles(
  files: readonly string[],
  to: string,
  image: string | undefined,
  context: Pick<Context, "cwd" | "consent" | "askConsent">,
): Promise<string> {
  const emitter = emitters.find(({ name }) => name === to);
  if (emitter === undefined) throw new Error(`the emitter ${to} is listed but has no file`);
  // The command line lists the dialects on every start; reading a profile loads its schema.
  const { readProfile } = await import("./read-profile.ts");
  const [first, ...others] = await Promise.all(files.map((file) => readProfile(file, context.cwd)));
  if (first === undefined || (others.length > 0 && to !== "seccomp")) throw oneProfile(files.length);
  if (image !== undefined && !isImageName(image)) {
    throw new Failure("bad-usage", `--image ${image} is no name of an image, and could be read as an option.`, {
      hint: "An image name looks like python:3.13-slim or registry.example/team/app:1.2.",
    });
  }
  await agreeToPrint(
    [first, ...others].map((profile, at) => ({ profile, file: files[at] ?? "" })),
    to,
    context,
  );
  const options = image === undefined ? {} : { image };
  if (others.length === 0) return emitter.emit(first, options);
  const lists = others.map(({ seccomp }) => seccomp);
  // A profile without a list is told by the emitter.
  const bare = [first, ...others].find(({ seccomp }) => seccomp === undefined);
  if (bare !== undefined || first.seccomp === undefined) return emitter.emit(bare ?? first, options);
  const { mergeSeccomp } = await import("../domain/merge-seccomp.ts");
  return emitter.emit(
    { ...first, seccomp: mergeSeccomp([first.seccomp, ...lists.filter((list) => list !== undefined)]) },
    options,
  );
}

/**
 * A run line is made to be run: what a profile reaches beyond a container of its own is agreed to before it is printed, as before it is
 * tried. A list of system calls alone starts nothing, but one that allows more than the engine does is asked about as well, and so are the
 * capabilities that it was learned for.
 */
async function agreeToPrint(
  profiles: readonly ReadProfile[],
  to: string,
  context: Pick<Context, "consent" | "askConsent">,
): Promise<void> {
  const all = profiles.map(({ profile }) => toRestrictions(profile));
  const reach = all.flatMap((one) =>
    restrictionsReach(to === "seccomp" ? { ...(one.seccomp && { seccomp: one.seccomp }) } : one),
  );
  if (reach.length === 0 && profiles.every(({ profile }) => capabilityReach(profile).length === 0)) return;
  const { agreeToProfiles } = await import("./agree-to-profiles.ts");
  await agreeToProfiles(profiles, reach, context);
}

function oneProfile(count: number): Failure {
  return count === 0
    ? new Failure("bad-usage", "emit needs a profile.", {
        hint: "hullproof emit .hullproof/profile.json --to docker-run",
      })
    : new Failure("bad-usage", "Several profiles are only printed together as a list of system calls.", {
        hint: "Name one profile, or: hullproof emit A.json B.json --to seccomp",
      });
}
