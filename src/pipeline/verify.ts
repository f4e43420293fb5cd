import { basename, dirname, resolve } from "node:path";
import { imageReach, restrictionsReach, workloadReach } from "../consent/workload-reach.ts";
import type { Permit } from "../consent/decide.ts";
import { defaultLoad } from "../domain/workload/default-load.ts";
import type { Profile } from "../domain/profile/profile.ts";
import type { Reach } from "../domain/workload/reach.ts";
import type { Report } from "../domain/report/report.ts";
import { Failure } from "../domain/failure.ts";
import { toRestrictions } from "../emit/text/to-restrictions.ts";
import { underEngine } from "../proof/trial/setting/engine-floor.ts";
import { replay } from "../proof/verify/replay.ts";
import { verify, type Verified } from "../proof/verify/verify.ts";
import { inspectImage } from "../sources/engine/images/images.ts";
import type { Run } from "../sources/engine/types.ts";
import { takenText } from "./profile/target-floors.ts";
import { writeWhole } from "../sources/write-whole.ts";
import { shownProfile, suppliedProfile } from "./profile/supplied-profile.ts";
import { readProfile } from "./profile/read-profile.ts";
import type { Context } from "./context.ts";
import { imageReport } from "./image/image-report.ts";
import { agreeToProfiles } from "./agree/agree-to-profiles.ts";
import { askerIn, placesOf } from "./agree/agree.ts";
import { toClients } from "./workload/declared-by-flags.ts";

export interface VerifyOptions {
  /** In place of the image that the profile names. */
  readonly image?: string;
  /** How often it must pass. */
  readonly runs?: number;
  /** Write the profile with the smallest widening that passes over the one that was read. */
  readonly widen?: boolean;
  /** Prove it with so many clients at once, in place of what the profile was proven for. */
  readonly load?: string;
  /** Run this trial of a witness again, and nothing else. */
  readonly replay?: string;
  /** Files of `NAME=VALUE` lines with values that the profile holds by name only. */
  readonly envFile?: readonly string[];
}

/** `hullproof verify PROFILE`: the image without and with the profile's restrictions; the verdict names what broke. */
export async function verifyProfile(file: string, options: VerifyOptions, context: Context): Promise<Report> {
  const read = await suppliedProfile(await readProfile(file, context.cwd), options, file, context);
  const profile = options.load === undefined ? read : underLoad(read, toClients(options.load));
  const permit = await agreeToProfiles(
    [{ file, profile }],
    await profileReach(file, profile, options, context),
    context,
  );
  const run = await context.run();
  const image = options.image ?? profile.image.name;
  const imageSummary = await inspectImage(run.engine, image);
  if (imageSummary === undefined) {
    throw new Failure("no-such-image", `the engine has no image ${image}`, {
      hint: `Build it (docker build -f .hullproof/Dockerfile -t ${profile.image.name} DIR, or hullproof harden --tag ${profile.image.name} DIR), or name another with --image.`,
    });
  }
  const held = await flooredProfile(run, profile, permit);
  const request = { profile: held, image, imageSummary, permit, progress: context.progress };
  const verified: Verified =
    options.replay === undefined
      ? await verify(run, { ...request, ...(options.runs !== undefined && { runs: options.runs }) })
      : await replay(run, request, options.replay);
  const { proof, trials, provenFor } = verified;
  // Values that were supplied for this call go into no file.
  const widened = verified.widened && shownProfile(verified.widened);
  if (options.widen === true && widened !== undefined) {
    await writeWhole({ path: resolve(context.cwd, file), shown: file }, `${JSON.stringify(widened, undefined, 2)}\n`);
    context.progress({ stage: "verify", message: `${file} now has: ${proof.widening?.join("; ")}`, done: true });
  }
  return imageReport({ name: image, digest: imageSummary.id }, context.version, {
    proof: { trials, profile: widened ?? shownProfile(held), witnesses: [], proofs: [proof], provenFor },
    ...(run.notes.length > 0 && { notChecked: [...run.notes] }),
  });
}

/** A list that was learned elsewhere, or written by hand, is no wider here than this engine's own; what is left out is reported. */
async function flooredProfile(run: Run, profile: Profile, permit: Permit): Promise<Profile> {
  const { seccomp, ...rest } = profile;
  if (seccomp === undefined) return profile;
  const floored = await underEngine(run, seccomp, profile.capabilities.required, permit);
  if (!("list" in floored)) {
    run.note(
      `The profile's list of system calls was not used, the engine's default profile stayed: ${floored.reason}.`,
    );
    return rest;
  }
  const text = takenText(floored.taken);
  if (text !== undefined) run.note(`Calls were ${text}.`);
  return { ...rest, seccomp: floored.list };
}

function underLoad(profile: Profile, clients: number): Profile {
  return {
    ...profile,
    workload: { ...profile.workload, load: { ...(profile.workload.load ?? defaultLoad), clients } },
  };
}

/**
 * All that any trial of a profile can reach, those of its witnesses included. It may use the folder that it lies in, or the one that
 * `harden` wrote it for; everything else is asked for.
 */
async function profileReach(
  file: string,
  profile: Profile,
  { image }: VerifyOptions,
  context: Context,
): Promise<Reach> {
  const { cwd } = context;
  const folder = dirname(resolve(cwd, file));
  const asker = await askerIn(basename(folder) === ".hullproof" ? dirname(folder) : folder, cwd);
  const restrictions = [toRestrictions(profile), ...(profile.witnesses ?? []).flatMap((one) => one.restrictions ?? [])];
  return [
    ...imageReach(image ?? profile.image.name, "the image to run"),
    ...workloadReach(profile.workload, asker, await placesOf(profile.workload, cwd)),
    ...restrictions.flatMap(restrictionsReach),
  ];
}
