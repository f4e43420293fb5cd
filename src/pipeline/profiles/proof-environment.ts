import type { Profile } from "../../domain/profile/profile.ts";
import { machineOf } from "../../proof/observe/machine-of.ts";
import type { ProfileUse } from "../../proof/record/proof-validity.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import { identifyImage } from "../../sources/image/engine/identify-image.ts";
import { profileDigests } from "./profile-digests.ts";

/** The proof environment: this engine and its machine, the image if present, and the settings of `profile`. Throws `Failure` of the engine's calls. */
export async function readProofEnvironment(
  session: EngineSession,
  image: string,
  summary: Pick<ImageSummary, "id" | "diffIds"> | undefined,
  profile: Profile,
): Promise<ProfileUse> {
  return {
    ...machineOf(session.engine.info),
    image:
      summary === undefined ? { diffIds: [] } : await identifyImage(session.engine, image, summary, session.signal),
    ...profileDigests(profile),
    ...(summary !== undefined && { imageId: summary.id }),
  };
}
