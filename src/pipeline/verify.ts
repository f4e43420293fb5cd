import type { Report } from "../domain/report.ts";
import { Failure } from "../domain/failure.ts";
import { verify } from "../proof/verify.ts";
import { inspectImage } from "../sources/engine/images.ts";
import { readProfile } from "./read-profile.ts";
import type { Context } from "./context.ts";
import { imageReport } from "./image-report.ts";
import { allow } from "./workload.ts";

/** `hullproof verify PROFILE`: the image without and with the profile's restrictions; the verdict names what broke. */
export async function verifyProfile(
  file: string,
  options: { readonly image?: string },
  context: Context,
): Promise<Report> {
  const profile = await readProfile(file, context.cwd);
  await allow(profile.workload, context);
  const run = await context.run();
  const image = options.image ?? profile.image.name;
  const imageSummary = await inspectImage(run.engine, image);
  if (imageSummary === undefined) {
    throw new Failure("no-such-image", `the engine has no image ${image}`, {
      hint: `Build it (docker build -f .hullproof/Dockerfile -t ${profile.image.name} DIR, or hullproof harden --tag ${profile.image.name} DIR), or name another with --image.`,
    });
  }
  const { proof, trials } = await verify(run, { profile, image, imageSummary, progress: context.progress });
  return imageReport({ name: image, digest: imageSummary.id }, context.version, {
    proof: { trials, profile, witnesses: [], proofs: [proof] },
  });
}
