import { Failure } from "../../../domain/failure.ts";
import { parseDockerfile } from "../../../formats/dockerfile/parse.ts";
import { replaceImages } from "../../../formats/dockerfile/replace-images.ts";
import type { BuildRequest } from "../types.ts";
import type { ChosenBuilder } from "./builder.ts";

/** The Dockerfile for this builder, with its named contexts. */
export type SentText = Required<Pick<BuildRequest, "dockerfile" | "contexts">>;

/**
 * Without support for named contexts, replaces bases in the text. Throws `build-failed` if that is not possible, and
 * `not-allowed` for an ADD with an address in a variable that no source policy would check; both with the line.
 */
export function sentText(
  { dockerfile, dockerfileName, contexts = {}, buildArgs = {} }: BuildRequest,
  { namedContexts, sourcePolicy }: Pick<ChosenBuilder, "namedContexts" | "sourcePolicy">,
): SentText {
  if (!sourcePolicy) refuseHidden(dockerfileName, dockerfile);
  if (namedContexts || Object.keys(contexts).length === 0) return { dockerfile, contexts };
  const scheme = "docker-image://";
  const foreign = Object.entries(contexts).find(([, value]) => !value.startsWith(scheme));
  if (foreign !== undefined) throw new Error(`no image stands for ${foreign[0]}`);
  const images = Object.entries(contexts).map(([name, value]) => [name, value.slice(scheme.length)] as const);
  const { text, kept } = replaceImages(dockerfileName, dockerfile, Object.fromEntries(images), buildArgs);
  const [first] = kept;
  if (first !== undefined) {
    const message = `${dockerfileName}:${first.line}: ${first.image} can't be replaced in the text, and this engine's BuildKit has no named contexts.`;
    throw new Failure("build-failed", message, {
      hint: "Write the flag without quotes and escapes, or build on Docker 23.0 or newer.",
    });
  }
  return { dockerfile: text, contexts: {} };
}

function refuseHidden(file: string, text: string): void {
  const { instructions } = parseDockerfile(file, text);
  for (const { keyword, words, json, span } of instructions) {
    if (keyword !== "ADD") continue;
    const sources = (json ?? words.map((word) => word.text)).slice(0, -1);
    const hidden = sources.find((source) =>
      /^(?:[a-z]{1,10}:\/\/[^/?#]{0,500})?\$/i.test(source.replaceAll(/["']/g, "")),
    );
    if (hidden === undefined) continue;
    const line = text.slice(0, span.start).split("\n").length;
    throw new Failure(
      "not-allowed",
      `${file}:${line}: what ADD ${hidden} would fetch is not known before it is fetched.`,
      {
        hint: "This builder can't be held to a list of addresses: write the address into the ADD as it is, or use COPY for a file of the context.",
      },
    );
  }
}
