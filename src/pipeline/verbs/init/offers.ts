import type { KnownImage } from "../../../data/known-images/known-image.ts";
import { Failure } from "../../../domain/failure.ts";
import { knownImageOf } from "../../../facts/container-spec/known-image-of.ts";
import { dockerfileFact } from "../../../facts/dockerfile/stages.ts";
import { readDockerfile } from "../../../formats/dockerfile/parse.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { findSources } from "../../requests/find-sources.ts";
import { readServiceOutlines, type ServiceOutline } from "../../services/service-outlines.ts";
import type { Detected } from "./detect.ts";
import { confirm, type Person } from "./person.ts";
import type { Answers } from "./settings-text.ts";

/** Where steps can come from, besides the request that was answered. */
export interface Offers {
  /** Files with requests or health checks. */
  readonly files: readonly string[];
  /** What the Dockerfile or the service is made of, by its name or the program that it starts. */
  readonly known?: KnownImage;
}

export async function readOffers(
  { dockerfile, composed }: Pick<Answers, "dockerfile" | "composed">,
  { projects }: Pick<Detected, "projects">,
  context: Context,
): Promise<Offers> {
  const files = findSources(context.cwd);
  if (dockerfile !== undefined) {
    const known = ofDockerfile(dockerfile, await readText(dockerfile, context.cwd));
    return { files, ...(known && { known }) };
  }
  const service = composed && outlineOf(composed, projects, context);
  const known = service && knownImageOf(service.isBuilt ? undefined : service.image, service.words);
  const own = composed !== undefined && service !== undefined && service.healthCheck !== "" ? [composed.file] : [];
  return { files: [...files, ...own], ...(known && { known }) };
}

/** What is chosen of them, as `--from` takes it. */
export async function chooseOffers({ files, known }: Offers, person: Person): Promise<readonly string[]> {
  const question = `Make steps of what ${files.join(", ")} ${files.length === 1 ? "asks" : "ask"}?`;
  const chosen = files.length > 0 && (await confirm(person, question)) ? files : [];
  const tried = known?.tried === undefined ? "never tried" : `tried on ${known.tried}`;
  const knownQuestion = `Add steps of ${known?.title} (a write, a read, an error; ${tried})?`;
  return known !== undefined && (await confirm(person, knownQuestion)) ? [...chosen, `known:${known.name}`] : chosen;
}

function outlineOf(
  { file, service }: NonNullable<Answers["composed"]>,
  projects: Detected["projects"],
  context: Context,
): ServiceOutline | undefined {
  try {
    const files = projects.find(([path]) => path === file) ?? [file];
    return readServiceOutlines(files, context).find(({ name }) => name === service);
  } catch (error) {
    // `check` reports the file's problems.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function ofDockerfile(file: string, text: string): KnownImage | undefined {
  const { parsed } = readDockerfile(file, text);
  const stages = parsed === undefined ? [] : dockerfileFact(parsed).stages;
  const words = (stages.at(-1)?.instructions ?? []).flatMap(({ keyword, words: list }) =>
    keyword === "CMD" || keyword === "ENTRYPOINT" ? list.flatMap((word) => word.text.match(/[\w./-]+/gu) ?? []) : [],
  );
  let base = stages.at(-1)?.base;
  while (base?.kind === "stage") {
    const name = base.text.toLowerCase();
    base = stages.find((stage) => stage.name?.toLowerCase() === name)?.base;
  }
  return knownImageOf(base?.text, words);
}
