import { basename, dirname, resolve } from "node:path";
import { imageReach, restrictionsReach, workloadReach } from "../../../consent/workload-reach.ts";
import type { Permit } from "../../../consent/decide.ts";
import { defaultLoad } from "../../../domain/workload/default-load.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { HostAccess } from "../../../domain/workload/host-access.ts";
import { aboutProofs } from "../../../domain/report/about-proofs.ts";
import type { Report } from "../../../domain/report/report.ts";
import { Failure } from "../../../domain/failure.ts";
import { toRestrictions } from "../../../dialects/text/to-restrictions.ts";
import { underEngine } from "../../../proof/trial/environment/engine-floor.ts";
import { replay } from "../../../proof/verify/replay.ts";
import { verify, type Verified } from "../../../proof/verify/verify.ts";
import { recordProof } from "../../../proof/record/record-proof.ts";
import { standingOf } from "../../../proof/record/proof-validity.ts";
import { standingTexts } from "../../../reports/content/standing-texts.ts";
import { inspectImage } from "../../../sources/engine/images/images.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { takenText } from "../../profiles/target-floors.ts";
import { writeWhole } from "../../../sources/files/write-whole.ts";
import { shownProfile, suppliedProfile } from "./supplied-profile.ts";
import { readProofEnvironment } from "../../profiles/proof-environment.ts";
import { profileDigests } from "../../profiles/profile-digests.ts";
import { readProfile } from "../../profiles/read-profile.ts";
import { expiredReport } from "./expired-report.ts";
import type { Context } from "../../context.ts";
import { imageReport } from "../../image/image-report.ts";
import { requestProfileConsent } from "../../consent/request-profile-consent.ts";
import { askerIn, placesOf } from "../../consent/request-consent.ts";
import { withInternet } from "../../workload/workload-for.ts";
import { toClients } from "../../workload/declared-by-flags.ts";

export interface VerifyOptions {
  /** Replaces the profile's image. */
  readonly image?: string;
  /** Number of trials that must pass. */
  readonly runs?: number;
  /** On failure, overwrite the profile with the smallest widening that passes. */
  readonly widen?: boolean;
  /** Concurrent clients, instead of the profile's number. */
  readonly load?: string;
  /** Repeat only this trial of a witness. */
  readonly replay?: string;
  /** Run nothing and report "not proven" when the proof is older than this (`30d`), or past the profile's own date (`due`: by that date alone). */
  readonly expiredAfter?: string;
  /** On success, record this machine and today's date in the profile. */
  readonly record?: boolean;
  /** Files of `NAME=VALUE` lines for variables without a value in the profile. */
  readonly envFile?: readonly string[];
}

/** `hullproof verify PROFILE`: runs the image without and with the profile's restrictions; the verdict names the one that failed. */
export async function verifyProfile(file: string, options: VerifyOptions, context: Context): Promise<Report> {
  refuseContradictions(options);
  const clients = options.load === undefined ? undefined : toClients(options.load);
  const stored = await readProfile(file, context.cwd);
  const expired = expiredReport(file, stored, options, context);
  if (expired !== undefined) return expired;
  const supplied = await suppliedProfile(stored, options, file, context);
  const read = { ...supplied, workload: withInternet(supplied.workload, context) };
  const profile = clients === undefined ? read : withLoadTest(read, clients);
  const permit = await requestProfileConsent(
    [{ file, profile }],
    await profileReach(file, profile, options, context),
    context,
  );
  const session = await context.run();
  const image = options.image ?? profile.image.name;
  const imageSummary = await inspectImage(session.engine, image);
  if (imageSummary === undefined) {
    throw new Failure("no-such-image", `the engine has no image ${image}`, {
      hint: `Build it (docker build -f .hullproof/Dockerfile -t ${profile.image.name} DIR, or hullproof harden --tag ${profile.image.name} DIR), or name another with --image.`,
    });
  }
  const environment = await readProofEnvironment(session, image, imageSummary, stored);
  const standing = standingOf(stored, environment, context.today);
  for (const message of standingTexts(standing)) context.progress({ stage: "standing", message, done: true });

  const { held, whole } = await flooredProfile(session, profile, permit);
  const otherImage = standing.machine.image.same !== "yes";
  const request = { profile: held, image, imageSummary, otherImage, permit, progress: context.progress };
  const verified: Verified =
    options.replay === undefined
      ? await verify(session, { ...request, ...(options.runs !== undefined && { runs: options.runs }) })
      : await replay(session, request, options.replay);
  const { proof, trials, provenFor } = verified;
  // Supplied values are not written to any file.
  const tried = { ...shownProfile(held), image: { ...stored.image, digest: imageSummary.id }, provenFor };
  const proven = (checked: Profile): Profile =>
    recordProof(checked, { ...environment, ...profileDigests(checked) }, context.today);
  const widened = verified.widened && proven(shownProfile(verified.widened));
  const save = async (newProfile: Profile, message: string) => {
    await writeWhole(
      { path: resolve(context.cwd, file), shown: file },
      `${JSON.stringify(newProfile, undefined, 2)}\n`,
    );
    context.progress({ stage: "verify", message, done: true });
  };
  if (options.widen === true && widened !== undefined)
    await save(widened, `${file} now has: ${proof.widening?.join("; ")}`);
  const recordedProfile = options.record === true && proof.verdict === "holds" ? proven(tried) : undefined;
  if (recordedProfile !== undefined && whole)
    await save(recordedProfile, `${file} now says: proven on ${context.today}, on this machine`);
  else if (recordedProfile !== undefined)
    session.note(`The proof was not recorded in ${file}: fewer system calls were allowed here than it says.`);
  return imageReport({ name: image, digest: imageSummary.id }, context.version, {
    proof: {
      trials,
      profile: widened ?? shownProfile(held),
      witnesses: [],
      proofs: [proof],
      provenFor,
      validity: standing,
      about: aboutProofs,
    },
    ...(session.notes.length > 0 && { notChecked: [...session.notes] }),
  });
}

function refuseContradictions({ record, replay: replayedTrial, runs = 2 }: VerifyOptions): void {
  if (record !== true) return;
  const conflictingFlag = replayedTrial !== undefined ? "--replay" : runs < 2 ? "--runs 1" : undefined;
  if (conflictingFlag === undefined) return;
  throw new Failure(
    "bad-usage",
    `--record and ${conflictingFlag} contradict each other: only a whole proof is recorded`,
    {
      hint: "Leave one of them out.",
    },
  );
}

/** Limits a list from elsewhere to this engine's own; removed calls are reported, and then `whole` is false. */
async function flooredProfile(
  session: EngineSession,
  profile: Profile,
  permit: Permit,
): Promise<{ readonly held: Profile; readonly whole: boolean }> {
  const { seccomp, ...rest } = profile;
  if (seccomp === undefined) return { held: profile, whole: true };
  const floored = await underEngine(session, seccomp, profile.capabilities.required, permit);
  if (!("list" in floored)) {
    session.note(
      `The profile's list of system calls was not used, the engine's default profile stayed: ${floored.reason}.`,
    );
    return { held: rest, whole: false };
  }
  const text = takenText(floored.taken);
  if (text !== undefined) session.note(`Calls were ${text}.`);
  return { held: { ...rest, seccomp: floored.list }, whole: text === undefined };
}

function withLoadTest(profile: Profile, clients: number): Profile {
  return {
    ...profile,
    workload: { ...profile.workload, load: { ...(profile.workload.load ?? defaultLoad), clients } },
  };
}

/**
 * Host access of all trials of a profile, including those of its witnesses. The profile's own folder, and the one that
 * `harden` wrote it for, are permitted; other paths need consent.
 */
async function profileReach(
  file: string,
  profile: Profile,
  { image }: VerifyOptions,
  context: Context,
): Promise<HostAccess> {
  const { cwd } = context;
  const folder = dirname(resolve(cwd, file));
  const asker = await askerIn(basename(folder) === ".hullproof" ? dirname(folder) : folder, cwd);
  const restrictions = [
    toRestrictions(profile),
    ...(profile.witnesses ?? []).flatMap((witness) => witness.restrictions ?? []),
  ];
  return [
    ...imageReach(image ?? profile.image.name, "the image to run"),
    ...workloadReach(profile.workload, asker, await placesOf(profile.workload, cwd)),
    ...restrictions.flatMap(restrictionsReach),
  ];
}
