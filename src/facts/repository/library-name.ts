import { knownBases, otherKnownBases } from "../../data/known-bases.ts";
import { libraryImages, publishers } from "../../data/library-images.ts";

/**
 * The name of an image that is certainly Docker's own or another publisher's, without its tag; undefined where it may be one of the repository. `scratch` is not an image.
 */
export function libraryName(reference: string): string | undefined {
  const name = /^(?:(?:index\.)?docker\.io\/|mirror\.gcr\.io\/)?(?:library\/)?([a-z0-9][a-z0-9./-]*)(?=[:@]|$)/.exec(
    reference,
  )?.[1];
  if (name === undefined || name === "scratch") return undefined;
  const isTheirs =
    libraryImages.has(name) ||
    knownBases.has(name) ||
    otherKnownBases.has(name) ||
    publishers.some((publisher) =>
      publisher.endsWith("/") ? name.startsWith(publisher) : name === publisher || name.startsWith(`${publisher}/`),
    );
  return isTheirs ? name : undefined;
}
