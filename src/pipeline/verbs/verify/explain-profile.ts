import type { Standing } from "../../../domain/profile/standing.ts";
import type { Environment } from "../../../domain/workload/environment.ts";
import { describeEnvironment } from "../../../proof/observe/environment.ts";
import { standingOf } from "../../../proof/record/proof-validity.ts";
import { inspectImage } from "../../../sources/engine/images/images.ts";
import type { Context } from "../../context.ts";
import { readProofEnvironment } from "../../profiles/proof-environment.ts";
import { readProfile } from "../../profiles/read-profile.ts";

/** `hullproof verify --explain-environment PROFILE`: compares this machine with the one of the proof. Throws `engine-unreachable`. */
export async function explainProfile(
  file: string,
  options: { readonly image?: string },
  context: Context,
): Promise<{ readonly environment: Environment; readonly standing: Standing }> {
  const profile = await readProfile(file, context.cwd);
  const session = await context.run();
  const image = options.image ?? profile.image.name;
  const summary = await inspectImage(session.engine, image);
  const provenEnvironment = await readProofEnvironment(session, image, summary, profile);
  return {
    environment: await describeEnvironment(session.engine),
    standing: standingOf(profile, provenEnvironment, context.today),
  };
}
