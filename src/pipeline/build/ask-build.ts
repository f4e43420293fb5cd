import type { ImageInfo } from "../../domain/image.ts";
import { dockerfileFact } from "../../facts/stages.ts";
import { parseDockerfile } from "../../sources/dockerfile/parse.ts";
import { baseOf } from "./base-of.ts";
import type { Build, Builds } from "./builds.ts";
import type { Context } from "../context.ts";
import { askUpdates, type Updates } from "../image.ts";

/** What the package sources of a built image offer today, and of its base image as it is handed out. */
export interface AskedBuild {
  readonly own: Updates;
  /** Undefined when the last stage is built from nothing. */
  readonly base?: { readonly name: string; readonly info: ImageInfo; readonly asked: Updates };
}

/** Asks for a built image and for its base: the difference is what the Dockerfile's own upgrade is worth. */
export async function askBuild(build: Build, builds: Builds, context: Context): Promise<AskedBuild> {
  const { stages } = dockerfileFact(parseDockerfile("Dockerfile", build.text));
  const name = baseOf(stages, stages.at(-1));
  const base = name === undefined ? undefined : askBase(name, builds, context);
  const [own, asked] = await Promise.all([askUpdates(build.image.tag, build.facts.info, context), base]);
  return { own, ...(asked && { base: asked }) };
}

/** BuildKit may hold the base without the engine knowing it, so it is built as an image of one FROM line. */
async function askBase(name: string, builds: Builds, context: Context): Promise<NonNullable<AskedBuild["base"]>> {
  const { image, facts } = await builds.buildBase(name);
  return { name, info: facts.info, asked: await askUpdates(image.tag, facts.info, context) };
}
