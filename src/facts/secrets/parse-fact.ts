import { Failure } from "../../domain/failure.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { maskerOf } from "./values/masker-of.ts";
import type { DockerfileFact } from "../dockerfile/dockerfile.ts";
import { dockerfileFact } from "../dockerfile/stages.ts";

/** A Dockerfile as facts are made of it. Throws `not-a-dockerfile`, which quotes the text with its secrets masked. */
export function parseFact(file: string, text: string): DockerfileFact {
  try {
    return dockerfileFact(parseDockerfile(file, text));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const mask = maskerOf([text]);
    const { code, message, hint, place } = error;
    throw new Failure(code, mask(message), { hint: mask(hint), cause: error.cause, ...(place && { place }) });
  }
}
