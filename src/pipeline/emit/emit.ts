import { Failure } from "../../domain/failure.ts";
import { capabilityReach, restrictionsReach } from "../../consent/workload-reach.ts";
import { isImageName } from "../../domain/image/image-name.ts";
import type { ReadProfile } from "../consent/request-profile-consent.ts";
import { toRestrictions } from "../../dialects/text/to-restrictions.ts";
import { emitters } from "../../dialects/index.ts";
import { unproven } from "../../dialects/losses/unproven.ts";
import { atLeast, toTargetVersion, type TargetFlag } from "../../dialects/versions/target-version.ts";
import { emitted, printed } from "../../dialects/text/printed.ts";
import { grantedBy } from "../../consent/granted-calls.ts";
import type { EmitReport } from "../../domain/report/emit-report.ts";
import type { Emitter } from "../../dialects/emitter.ts";
import { proofAge } from "../../proof/record/proof-age.ts";
import { podmanOf, refuseCheckpoint } from "./checkpoint-image.ts";
import type { Context } from "../context.ts";

export { lossLine } from "../../dialects/losses/loss-lines.ts";

export interface Emitted {
  /** All files in one text. */
  readonly text: string;
  readonly syntax: Emitter["syntax"];
  readonly report: Omit<EmitReport, "tool">;
}

export interface EmitRequest {
  /** As `--to` says it. */
  readonly to: string;
  /** Replaces the profile's image name. */
  readonly image?: string;
  /** Engines that will run it: a system call list never allows a call that their default profile refuses. */
  readonly engines?: readonly string[];
  /** Target versions by flag name. */
  readonly versions?: Readonly<Partial<Record<TargetFlag, string>>>;
  /** Writes nothing where something would be lost. */
  readonly exact?: boolean;
}

/** `hullproof emit PROFILE... --to NAME`. Several profiles can only share a system call list. */
export async function emitProfiles(
  files: readonly string[],
  { to, image, engines = [], versions = {}, exact = false }: EmitRequest,
  context: Pick<Context, "cwd" | "consent" | "askConsent" | "today" | "env">,
): Promise<Emitted> {
  const emitter = emitters.find(({ name }) => name === to);
  if (emitter === undefined)
    throw new Failure("bad-usage", `A profile is not printed as ${to}.`, {
      hint: `Use --to ${emitters.map(({ name }) => name).join(", --to ")}.`,
    });
  const version = versionFor(emitter, versions);
  // The command line lists the dialects on every start, while reading a profile loads its schema.
  const { readProfile } = await import("../profiles/read-profile.ts");
  const { forTargets, takenText, targetsOf } = await import("../profiles/target-floors.ts");
  const targets = await targetsOf(engines, context.cwd);
  const [first, ...others] = await Promise.all(files.map((file) => readProfile(file, context.cwd)));
  if (first === undefined || (others.length > 0 && emitter.says !== "calls")) throw oneProfile(files.length);
  if (image !== undefined && !isImageName(image)) {
    throw new Failure("bad-usage", `--image ${image} is not an image name, and could be read as an option.`, {
      hint: "An image name looks like python:3.13-slim or registry.example/team/app:1.2.",
    });
  }
  const profiles = [first, ...others] as const;
  const granted = await agreeToPrint(
    profiles.map((profile, at) => ({ profile, file: files[at] ?? "" })),
    emitter.says,
    context,
  );
  const podman = podmanOf(emitter, version, engines);
  const checkpoint = podman && (await refuseCheckpoint(image ?? first.image.name, podman, context));
  const options = { engines, ...(image !== undefined && { image }), ...(version !== undefined && { version }) };
  // The emitter reports a profile without a list.
  const profileWithoutSeccomp = others.length === 0 ? undefined : profiles.find(({ seccomp }) => seccomp === undefined);
  const { mergeSeccomp } = await import("./merge-seccomp.ts");
  const lists = others.flatMap(({ seccomp }) => seccomp ?? []);
  const merged =
    first.seccomp && lists.length > 0 ? { ...first, seccomp: mergeSeccomp([first.seccomp, ...lists]) } : first;
  // Each container loads the shared list with its own capabilities.
  const requiredCapabilities = profiles.map(({ capabilities }) => capabilities.required);
  const { profile, taken } =
    profileWithoutSeccomp === undefined
      ? forTargets(merged, requiredCapabilities, targets, granted)
      : { profile: profileWithoutSeccomp, taken: [] };
  const { losses, files: emittedFiles } = emitted(emitter, profile, options);
  const open = unproven(losses);
  const proofs = profiles.map(({ provenOn }) => proofAge(provenOn, context.today));
  const old = proofs.flatMap(({ expired }, at) => (expired === undefined ? [] : [oldProof(files[at] ?? "", expired)]));
  const note = takenText(taken);
  const refused = exact && losses.length > 0 ? refusal(emitter.name, losses.length) : undefined;
  return {
    text: refused === undefined ? printed(emittedFiles) : "",
    syntax: emitter.syntax,
    report: {
      schemaVersion: 1,
      target: emitter.name,
      ...(version !== undefined && { targetVersion: version }),
      ...(refused !== undefined && { refused }),
      files: (refused === undefined ? emittedFiles : []).map(({ name, text, executable }) => ({
        name,
        text,
        ...(executable && { executable }),
      })),
      losses,
      ...(open !== undefined && { notProven: open }),
      proofs,
      notes: [...old, ...[note, checkpoint].filter((text) => text !== undefined), ...newerThanKnown(emitter, version)],
    },
  };
}

function refusal(target: string, count: number): string {
  return `Nothing was written: --exact takes no loss, and ${target} has ${count === 1 ? "one" : count}.`;
}

/** The version of the target. Throws `bad-usage` for the version of another target. */
function versionFor({ name, versions }: Emitter, requestedVersions: EmitRequest["versions"] = {}): string | undefined {
  for (const [flag, version] of Object.entries(requestedVersions)) {
    if (versions?.flag === flag) return toTargetVersion(versions, version);
    throw new Failure("bad-usage", `--${flag} ${version} says nothing about --to ${name}.`, {
      hint:
        versions === undefined
          ? "Leave it out: what is printed is the same for every version."
          : `This target is written for ${versions.product}: --${versions.flag} ${versions.default}`,
    });
  }
  return versions?.default;
}

function newerThanKnown({ versions }: Emitter, version = ""): string[] {
  if (versions === undefined || atLeast(versions.newest, version)) return [];
  const { product, newest } = versions;
  return [`${product} ${version} is newer than what is known here: it is written as for ${product} ${newest}.`];
}

function oldProof(file: string, expired: string): string {
  return `the proof of ${file} has expired: ${expired}. Prove it again: hullproof verify --record ${file}`;
}

/**
 * A run line is meant to be run: host access of a profile needs consent before printing, as before a
 * trial. A system call list starts nothing, but one that allows more than the engine's default needs consent as well, and so do the
 * capabilities that it was learned for.
 */
async function agreeToPrint(
  profiles: readonly ReadProfile[],
  says: Emitter["says"],
  context: Pick<Context, "consent" | "askConsent">,
): Promise<(name: string) => boolean> {
  const restrictions = profiles.map(({ profile }) => toRestrictions(profile));
  const reach = restrictions.flatMap((restriction) =>
    restrictionsReach(
      says === "calls" ? { ...(restriction.seccomp && { seccomp: restriction.seccomp }) } : restriction,
    ),
  );
  if (reach.length === 0 && profiles.every(({ profile }) => capabilityReach(profile).length === 0)) return () => false;
  const { requestProfileConsent } = await import("../consent/request-profile-consent.ts");
  return grantedBy(await requestProfileConsent(profiles, reach, context));
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
