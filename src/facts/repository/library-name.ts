import { knownBases, otherKnownBases } from "../../data/known-bases.ts";
import { libraryImages } from "../../data/library-images.ts";

/** The name of an official image that a reference certainly is; undefined where it may be an image of the repository. `scratch` is none. */
export function libraryName(reference: string): string | undefined {
  const name = /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?([a-z0-9][a-z0-9./-]*)(?=[:@]|$)/.exec(reference)?.[1];
  if (name === undefined || name === "scratch") return undefined;
  return libraryImages.has(name) || knownBases.has(name) || otherKnownBases.has(name) ? name : undefined;
}
