import { Failure } from "../domain/failure.ts";
import { capabilityReach, restrictionsReach } from "../consent/workload-reach.ts";
import { isImageName } from "../domain/image/image-name.ts";
import type { ReadProfile } from "./agree/agree-to-profiles.ts";
import { toRestrictions } from "../emit/text/to-restrictions.ts";
import { emitters } from "../emit/index.ts";
import { inOrder } from "../emit/text/all-files.ts";
import { printed } from "../emit/text/printed.ts";
import { grantedBy } from "../consent/granted-calls.ts";
import type { Emitter } from "../emit/emitter.ts";
import type { Context } from "./context.ts";

export const dialects: readonly Pick<Emitter, "name" | "title">[] = emitters;

/** Files that `harden` writes to run a container, whatever its profile, as its help lists them. */
export const alwaysWritten: readonly string[] = inOrder(emitters).flatMap(({ always }) => always);

export interface Emitted {
  readonly text: string;
  readonly syntax: Emitter["syntax"];
  /** What the reader of the text should know and the text does not say. */
  readonly notes: readonly string[];
}

/**
 * `hullproof emit PROFILE... --to NAME`. `image` replaces the profile's image name. Several profiles have only one thing that they can
 * share: a list of system calls. `engines` say where it will run: a list never allows what the default profile there refuses.
 */
export async function emitProfiles(
  files: readonly string[],
  to: string,
  { image, engines = [] }: { readonly image?: string; readonly engines?: readonly string[] },
  context: Pick<Context, "cwd" | "consent" | "askConsent">,
): Promise<Emitted> {
  const emitter = emitters.find(({ name }) => name === to);
  if (emitter === undefined) throw new Error(`the emitter ${to} is listed but has no file`);
  // The command line lists the dialects on every start; reading a profile loads its schema.
  const { readProfile } = await import("./profile/read-profile.ts");
  const { forTargets, takenText, targetsOf } = await import("./profile/target-floors.ts");
  const targets = await targetsOf(engines, context.cwd);
  const [first, ...others] = await Promise.all(files.map((file) => readProfile(file, context.cwd)));
  if (first === undefined || (others.length > 0 && emitter.says !== "calls")) throw oneProfile(files.length);
  if (image !== undefined && !isImageName(image)) {
    throw new Failure("bad-usage", `--image ${image} is not an image name, and could be read as an option.`, {
      hint: "An image name looks like python:3.13-slim or registry.example/team/app:1.2.",
    });
  }
  const all = [first, ...others] as const;
  const granted = await agreeToPrint(
    all.map((profile, at) => ({ profile, file: files[at] ?? "" })),
    emitter.says,
    context,
  );
  const { syntax } = emitter;
  const options = { engines, ...(image !== undefined && { image }) };
  // A profile without a list is reported by the emitter.
  const bare = others.length === 0 ? undefined : all.find(({ seccomp }) => seccomp === undefined);
  if (bare !== undefined) return { text: printed(emitter, bare, options), syntax, notes: [] };
  const { mergeSeccomp } = await import("./emit/merge-seccomp.ts");
  const lists = others.flatMap(({ seccomp }) => seccomp ?? []);
  const merged =
    first.seccomp && lists.length > 0 ? { ...first, seccomp: mergeSeccomp([first.seccomp, ...lists]) } : first;
  // A list that several share is loaded by each of them, with its own capabilities.
  const held = all.map(({ capabilities }) => capabilities.required);
  const { profile, taken } = forTargets(merged, held, targets, granted);
  const note = takenText(taken);
  return { text: printed(emitter, profile, options), syntax, notes: note === undefined ? [] : [note] };
}

/**
 * A run line is made to be run: what a profile reaches beyond a container of its own is agreed to before it is printed, as before it is
 * tried. A list of system calls alone starts nothing, but one that allows more than the engine does is asked about as well, and so are the
 * capabilities that it was learned for.
 */
async function agreeToPrint(
  profiles: readonly ReadProfile[],
  says: Emitter["says"],
  context: Pick<Context, "consent" | "askConsent">,
): Promise<(name: string) => boolean> {
  const all = profiles.map(({ profile }) => toRestrictions(profile));
  const reach = all.flatMap((one) =>
    restrictionsReach(says === "calls" ? { ...(one.seccomp && { seccomp: one.seccomp }) } : one),
  );
  if (reach.length === 0 && profiles.every(({ profile }) => capabilityReach(profile).length === 0)) return () => false;
  const { agreeToProfiles } = await import("./agree/agree-to-profiles.ts");
  return grantedBy(await agreeToProfiles(profiles, reach, context));
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
