import { knownImages } from "../../data/known-images.ts";
import type { KnownImage } from "../../data/known-images/known-image.ts";
import { lastPart } from "../../text/cut.ts";
import { imageReference } from "./image-reference.ts";

/** The known image of this name, whatever its registry, else the one whose server is among `words`: those of entrypoint and command. */
export function knownImageOf(image: string | undefined, words: readonly string[]): KnownImage | undefined {
  const name = lastPart(imageReference(image ?? "")?.name ?? "");
  const programs = new Set(words.flatMap((word) => word.split(/\s+/u)).map(lastPart));
  return (
    knownImages.find(({ images }) => images.includes(name)) ??
    knownImages.find((known) => known.programs.some((program) => programs.has(program)))
  );
}

/** The offer of its steps, for a person. */
export function knownImageOffer({ title, name, tried }: KnownImage): string {
  return `steps of ${title} are known, such as a write, a read and an error${tried === undefined ? " (never tried here)" : ""}: --from known:${name}`;
}
