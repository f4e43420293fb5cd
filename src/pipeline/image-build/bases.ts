import { ownValue } from "../../domain/own-value.ts";
import { Failure } from "../../domain/failure.ts";
import type { HardenResult } from "../../domain/report/report.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { imageUses } from "../../formats/dockerfile/image-uses.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { MirrorProposals } from "./mirror-proposals.ts";
import { canBePulled, inspectImage } from "../../sources/engine/images/images.ts";
import type { EngineSession } from "../../sources/engine/types.ts";

export interface Bases {
  /** BuildKit named contexts: official name -> `docker-image://MIRROR`. */
  readonly contexts: Readonly<Record<string, string>>;
  readonly mirrors: HardenResult["mirrors"];
}

/**
 * The source of each base image of the Dockerfile. The official image is used when the engine has it or can pull it;
 * else `mirrors:` of hullproof.yaml applies, by BuildKit named contexts, so that the Dockerfile stays unchanged.
 * Throws `no-such-image` when neither is available, and `not-allowed` where a mirror from a file needs consent.
 */
export async function resolveBases(
  session: EngineSession,
  dockerfile: DockerfileFact,
  config: Config,
  proposals: MirrorProposals,
): Promise<Bases> {
  const { args } = config.build;
  const uses = imageUses(parseDockerfile(dockerfile.file, dockerfile.text), args);
  const names = new Set(uses.filter(({ how }) => how === "from").map(({ image }) => image));
  const contexts: [string, string][] = [];
  const mirrors: HardenResult["mirrors"][number][] = [];
  for (const image of [...names].sort()) {
    if ((await inspectImage(session.engine, image)) !== undefined) continue;
    const answer = await canBePulled(session.engine, image);
    if (answer.ok) continue;
    const mirror = ownValue(config.mirrors, image);
    const proposed = mirror === undefined ? await proposals.take(image) : undefined;
    if (proposed !== undefined) {
      contexts.push([image, `docker-image://${proposed.tag}`]);
      mirrors.push({ image, mirror: proposed.mirror, reason: answer.reason });
      continue;
    }
    if (mirror === undefined) {
      throw new Failure(
        "no-such-image",
        `the base image ${image} is not on the engine and cannot be pulled: ${answer.reason}`,
        {
          hint:
            proposals.hintFor(image) ??
            `Load it (docker load), or name an image of this engine under mirrors: in hullproof.yaml (${image}: NAME).`,
        },
      );
    }
    if ((await inspectImage(session.engine, mirror)) === undefined && !(await canBePulled(session.engine, mirror)).ok) {
      throw new Failure(
        "no-such-image",
        `neither the base image ${image} nor its mirror ${mirror} is on the engine or can be pulled: ${answer.reason}`,
        {
          hint: "Load one of them, or correct mirrors: in hullproof.yaml. For the examples, `npm run demo` builds stand-ins.",
        },
      );
    }
    contexts.push([image, `docker-image://${mirror}`]);
    mirrors.push({ image, mirror, reason: answer.reason });
  }
  return { contexts: Object.fromEntries(contexts), mirrors };
}
