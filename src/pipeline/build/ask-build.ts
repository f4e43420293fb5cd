import type { Config } from "../../domain/settings/config.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { imageUses } from "../../formats/dockerfile/image-uses.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { baseOf } from "../../facts/dockerfile/base-of.ts";
import type { Build, Builds } from "./builds.ts";
import type { Context } from "../context.ts";
import { knownFlaws, type KnownVulnerabilities } from "../scan/known-vulnerabilities.ts";
import { askUpdates } from "../check-image.ts";
import type { Updates } from "../scan/updates.ts";

/** What the package sources of a built image offer today, and of its base image as it is handed out. */
export interface AskedBuild {
  readonly own: Updates;
  readonly flaws: KnownVulnerabilities;
  /** Undefined when the last stage is built from nothing. */
  readonly base?: {
    readonly name: string;
    readonly info: ImageInfo;
    readonly asked: Updates;
    readonly flaws: KnownVulnerabilities;
  };
}

/** Asks for a built image and for its base: the difference is what the Dockerfile's own upgrade is worth. */
export async function askBuild(build: Build, builds: Builds, config: Config, context: Context): Promise<AskedBuild> {
  const parsed = parseDockerfile("Dockerfile", build.text);
  const { stages } = dockerfileFact(parsed);
  const written = baseOf(stages, stages.at(-1));
  // An ARG may be in it, with a value that the build gives it.
  const uses = imageUses(parsed, config.build.args);
  const name = uses.find(({ span }) => parsed.text.slice(span.start, span.end) === written)?.image ?? written;
  const base = name === undefined ? undefined : askBase(name, builds, config, context);
  const [own, asked] = await Promise.all([askUpdates(build.image.tag, build.facts.info, context), base]);
  const flaws = await knownFlaws(build.facts.info, own, config, context);
  return { own, flaws, ...(asked && { base: asked }) };
}

/** BuildKit may hold the base without the engine knowing it, so it is built as an image of one FROM line. */
async function askBase(
  name: string,
  builds: Builds,
  config: Config,
  context: Context,
): Promise<NonNullable<AskedBuild["base"]>> {
  const { image, facts } = await builds.buildBase(name);
  const asked = await askUpdates(image.tag, facts.info, context);
  return { name, info: facts.info, asked, flaws: await knownFlaws(facts.info, asked, config, context) };
}
